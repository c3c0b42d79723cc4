"""The inventory as a service of its own."""
