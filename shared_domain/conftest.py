"""`database_of`: a feature's tables in a database of their own, on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.testing.postgres import DatabaseOf, NewDatabase
from shared_domain.kernel.database import Database


@pytest.fixture
def database_of(new_database: NewDatabase) -> Iterator[DatabaseOf]:
    """Call it with the names of features for a Database that holds their tables, empty."""
    opened: list[Database] = []

    def open_database(*features: str) -> Database:
        folders = [Path(__file__).parent / feature / "migrations" for feature in features]
        opened.append(Database(new_database(folders), pool_size=8))
        return opened[-1]

    yield open_database
    for database in opened:
        database.engine.dispose()
