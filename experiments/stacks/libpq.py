"""What psycopg takes, and what it says: a database's URL as libpq reads it, an error in a line."""


def libpq(url: str) -> str:
    """As psycopg takes it, where SQLAlchemy's URL names its driver, too."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def first_line(error: Exception) -> str:
    """The server's hints and the pointer to a place in the query come after it."""
    return str(error).strip().partition("\n")[0]
