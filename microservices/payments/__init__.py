"""The payments as a service of their own."""
