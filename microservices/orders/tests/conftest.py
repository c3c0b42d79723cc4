"""The orders' own database, with one order whose saga has just begun."""

from collections.abc import Iterator

import pytest

from experiments.testing.postgres import NewDatabase
from microservices.chassis.preparing import CHASSIS, PRODUCT_COPY, migrations_of
from microservices.orders.prepare import SAGAS
from microservices.orders.tests.harness import SagaDriver
from shared_domain.kernel.database import Database
from shared_domain.orders.order import Order


@pytest.fixture
def driver(new_database: NewDatabase) -> Iterator[SagaDriver]:
    url = new_database([CHASSIS, migrations_of("orders"), SAGAS, PRODUCT_COPY])
    database = Database(url, pool_size=3)
    yield SagaDriver(database)
    database.engine.dispose()


@pytest.fixture
def order(driver: SagaDriver) -> Order:
    return driver.begin()
