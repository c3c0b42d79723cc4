"""The monolith over a real, seeded database of its own per test."""

from collections.abc import Iterator

import pytest

from experiments.testing.postgres import Server
from monolith.config import Config
from monolith.prepare import prepare
from monolith.tests.harness import NOWHERE, Shop
from shared_domain.kernel.database import Database


@pytest.fixture(scope="session")
def prepared(postgres: Server) -> str:
    """The name of a database as `monolith.prepare` leaves it, to be copied."""
    name = postgres.create()
    database = Database(postgres.url(name), pool_size=1)
    prepare(database)
    database.engine.dispose()
    return name


@pytest.fixture
def config(postgres: Server, prepared: str) -> Iterator[Config]:
    """A whole shop; the outside world does not answer."""
    name = postgres.create(prepared)
    yield Config(
        database_url=postgres.url(name),
        pool_size=8,
        outside_url=NOWHERE,
        outside_timeout_ms=500,
        remote_timeout_ms=500,
        scoring_rounds=1,
    )
    postgres.drop(name)


@pytest.fixture
def shop(config: Config) -> Iterator[Shop]:
    database = Database(config.database_url, config.pool_size)
    yield Shop(database)
    database.engine.dispose()
