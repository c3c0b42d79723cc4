"""A transaction that comes to nothing, for tests of what is left of it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from shared_domain.kernel.database import Database, Session


class ChangedItsMind(Exception):
    """Raised at the end of a block whose work shall be undone."""


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """A transaction that is rolled back when the block ends."""
    with suppress(ChangedItsMind), database.write() as session:
        yield session
        raise ChangedItsMind
