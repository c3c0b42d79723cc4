"""The recommendations as a service of their own."""
