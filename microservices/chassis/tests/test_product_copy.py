"""The copy of the catalog: what was told last is what it says."""

from collections.abc import Iterator

import pytest

from experiments.testing.postgres import NewDatabase
from microservices.chassis.preparing import PRODUCT_COPY
from microservices.chassis.product_copy import copy
from microservices.chassis.tests.messages import envelope
from shared_domain.kernel.database import Database
from shared_domain.messages.events import ListedProduct, ProductsListed

LAMP = ListedProduct("p-0001", "Blue lamp", "lamps", 500)
RED_LAMP = ListedProduct("p-0002", "Red lamp", "lamps", 600)
SOCK = ListedProduct("p-0003", "Grey sock", "socks", 300)


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    database = Database(new_database([PRODUCT_COPY]), pool_size=2)
    yield database
    database.engine.dispose()


def tell(database: Database, *products: ListedProduct) -> None:
    with database.write() as session:
        copy.keep(session, envelope(ProductsListed(products)))


def test_it_is_filled_once_it_has_heard_of_products(database: Database) -> None:
    assert not copy.is_filled(database)
    tell(database, LAMP)
    assert copy.is_filled(database)


def test_it_knows_the_prices_it_was_told_and_no_others(database: Database) -> None:
    tell(database, LAMP, SOCK)
    with database.read() as session:
        prices = copy.prices(session, ["p-0001", "p-0003", "p-0009"])
    assert prices == {"p-0001": 500, "p-0003": 300}


def test_what_is_told_later_replaces_what_was_told_before(database: Database) -> None:
    tell(database, LAMP, SOCK)
    tell(database, ListedProduct("p-0001", "Blue lamp, reduced", "socks", 400))
    with database.read() as session:
        assert copy.prices(session, ["p-0001"]) == {"p-0001": 400}
        names = [each.name for each in copy.of_same_category(session, "p-0003")]
    assert names == ["Blue lamp, reduced", "Grey sock"]


def test_the_same_told_again_changes_nothing(database: Database) -> None:
    tell(database, LAMP)
    tell(database, LAMP)
    with database.read() as session:
        assert copy.of_same_category(session, "p-0001") == [LAMP]


def test_it_finds_the_others_of_a_category(database: Database) -> None:
    tell(database, RED_LAMP, SOCK, LAMP)
    with database.read() as session:
        assert copy.of_same_category(session, "p-0002") == [LAMP, RED_LAMP]
        assert copy.of_same_category(session, "p-0009") == []
