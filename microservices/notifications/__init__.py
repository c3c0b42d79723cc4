"""The notifications as a service of their own."""
