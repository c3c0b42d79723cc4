"""A database with the chassis's own tables."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from experiments.testing.postgres import NewDatabase
from microservices.chassis.preparing import CHASSIS
from microservices.chassis.tests.harness import Store
from shared_domain.kernel.database import Database
from shared_domain.kernel.dead_letters import MIGRATIONS as DEAD_LETTERS


@pytest.fixture
def store(new_database: NewDatabase) -> Iterator[Store]:
    database = Database(new_database([CHASSIS, DEAD_LETTERS]), pool_size=3)
    with database.write() as session:
        session.execute(text("CREATE TABLE effects (what text)"))
    yield Store(database)
    database.engine.dispose()
