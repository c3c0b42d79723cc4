"""The catalog as a service of its own."""
