"""The catalog tells what it sells, in one message that a broker can take."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from experiments.testing.postgres import NewDatabase
from microservices.catalog.announce import announce
from microservices.chassis.outbox import Outbox
from microservices.chassis.preparing import CHASSIS
from microservices.chassis.tables import outbox
from shared_domain.catalog.seed import all_products
from shared_domain.kernel.clock import new_uuid, utc_now
from shared_domain.kernel.database import Database
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.events import ProductsListed


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    database = Database(new_database([CHASSIS]), pool_size=1)
    yield database
    database.engine.dispose()


def test_all_products_are_told_at_once_so_that_no_copy_is_seen_half_filled(
    database: Database,
) -> None:
    with database.write() as session:
        announce(session, Outbox(utc_now, new_uuid, lambda _: None), all_products())
    with database.read() as session:
        (row,) = session.execute(select(outbox)).all()
    event = Envelope.read(row.payload).message
    assert isinstance(event, ProductsListed)
    assert row.topic == "catalog.events"
    assert list(event.products) == all_products()


def test_the_message_is_well_below_what_a_broker_takes(database: Database) -> None:
    with database.write() as session:
        announce(session, Outbox(utc_now, new_uuid, lambda _: None), all_products())
    with database.read() as session:
        assert len(session.execute(select(outbox.c.payload)).scalars().one()) < 1_000_000 / 4
