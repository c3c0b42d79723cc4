"""The monolith over a real, seeded database of its own per test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from experiments.testing.postgres import Server
from monolith.app import fill
from monolith.checkout import TransactionCheckout
from monolith.config import Config
from monolith.features import Features
from monolith.notifier import Notifier
from monolith.prepare import prepare
from shared_domain.inventory.tables import reservations
from shared_domain.kernel.clock import new_uuid, utc_now
from shared_domain.kernel.database import Database
from shared_domain.kernel.trace import new_traceparent
from shared_domain.messages.commands import Line, ScreenRisk
from shared_domain.orders.feature import Orders, PlaceOrder
from shared_domain.orders.order import Order
from shared_domain.orders.tables import orders
from shared_domain.payments.tables import ledger

CUSTOMER = "c-00001"
NOWHERE = "http://127.0.0.1:1"


@dataclass
class Shop:
    """The monolith's features, and a few looks behind them.

    `screen` stands for the outside world: replace it to refuse, to fail, or to look around.
    """

    database: Database
    features: Features
    notifier: Notifier
    screen: Callable[[ScreenRisk], None] = lambda _: None

    def place(self, *lines: tuple[str, int], customer: str = CUSTOMER, key: str = "") -> Order:
        asked = tuple(Line(product, units) for product, units in lines)
        request = PlaceOrder(customer, key or new_uuid(), asked, new_traceparent())
        return self.features.orders.place(request)

    def saved(self, order_id: str, customer: str = CUSTOMER) -> Order:
        with self.database.read() as session:
            return self.features.orders.read(session, customer, order_id)

    def available(self, product_id: str) -> int:
        with self.database.read() as session:
            return self.features.inventory.available(session, product_id)

    def balance(self, customer: str = CUSTOMER) -> int:
        with self.database.read() as session:
            return self.features.payments.balance(session, customer)

    def told(self, customer: str = CUSTOMER) -> list[str]:
        """What the customer knows once the notifier has done what is due."""
        self.notifier.notify_due()
        with self.database.read() as session:
            sent = self.features.notifications.sent_to(session, customer, 50)
        return [each["status"] for each in sent]

    def traces(self) -> dict[str, int]:
        """How many rows the checkouts have left in each table."""
        with self.database.read() as session:
            tables = (orders, reservations, ledger)
            return {table.name: len(session.execute(select(table)).all()) for table in tables}


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
    features = Features()
    notifier = Notifier(database, features)
    fill(features, config, database, notifier)
    shop = Shop(database, features, notifier)
    checkout = TransactionCheckout(
        database, features, notifier, lambda command: shop.screen(command), utc_now
    )
    features.orders = Orders(database, features.prices, checkout, utc_now, new_uuid)
    yield shop
    database.engine.dispose()
