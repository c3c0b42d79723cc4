"""The mistakes, by what they are about. Each function or class plants one."""
