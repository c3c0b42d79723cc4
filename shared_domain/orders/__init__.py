"""Place, read and list orders."""
