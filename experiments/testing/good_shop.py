"""The shop's tables after a quiet day: a few orders, each ended well in one of the ways there are.

Written by the domain's own features, so that the checkers are held against what the arms really
write, whether the tables lie in one database or in five.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

import shared_domain
from experiments.testing.postgres import Server
from shared_domain.catalog import seed as catalog
from shared_domain.checkout import command_for
from shared_domain.inventory import seed as inventory
from shared_domain.inventory.feature import Inventory
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.errors import Reason
from shared_domain.messages.commands import (
    AuthorisePayment,
    Command,
    ReleaseStock,
    ReserveStock,
    VoidPayment,
)
from shared_domain.notifications.feature import Notifications
from shared_domain.orders import store
from shared_domain.orders.order import Order, OrderLine, Status
from shared_domain.payments import seed as payments
from shared_domain.payments.feature import Payments

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DOMAIN = Path(shared_domain.__file__).parent
FEATURES = ("catalog", "inventory", "payments", "notifications", "orders")
IN_ONE = dict.fromkeys(FEATURES, "shop")
IN_FIVE = {feature: feature for feature in FEATURES}
SEEDS = {"catalog": catalog.seed, "inventory": inventory.seed, "payments": payments.seed}
OF_INVENTORY = (ReserveStock, ReleaseStock)


@dataclass(frozen=True)
class Ended:
    """An order of 3 units each of p-0007 and its successors, and the commands it went through."""

    order_id: str
    customer_id: str
    products: int
    commands: tuple[type[Command], ...]
    reason: Reason | None = None


# A rejected order that was undone step by step, as a saga does it, leaves traces; one that was
# rolled back, as a transaction does it, leaves none. Both are good on both arms.
PAID: tuple[type[Command], ...] = (ReserveStock, AuthorisePayment)
UNDONE: tuple[type[Command], ...] = (*PAID, VoidPayment, ReleaseStock)
DAY = (
    Ended("o-confirmed", "c-00001", 2, PAID),
    Ended("o-declined", "c-10000", 1, (), Reason.PAYMENT_DECLINED),
    Ended("o-undone", "c-00002", 1, UNDONE, Reason.FAILED),
    Ended("o-unheard", "c-00003", 1, (), Reason.OUT_OF_STOCK),
    Ended("o-seen-pending", "c-00004", 1, PAID),
)


@dataclass(frozen=True)
class GoodShop:
    """`databases` are names by feature."""

    server: Server
    databases: Mapping[str, str]

    def url(self, feature: str) -> str:
        """The owner's."""
        return self.server.url(self.databases[feature])

    def audit_url(self, feature: str) -> str:
        return self.url(feature).replace("postgres@", "auditor@")

    def run(self, feature: str, sql: str) -> None:
        """As the owner."""
        with psycopg.connect(self.url(feature).replace("+psycopg", "")) as connection:
            connection.execute(sql.encode())

    def copy(self) -> "GoodShop":
        copies = {name: self.server.create(name) for name in sorted(set(self.databases.values()))}
        databases = {feature: copies[name] for feature, name in self.databases.items()}
        return GoodShop(self.server, databases)


def open_good_shop(server: Server, cut: Mapping[str, str]) -> GoodShop:
    """`cut` says for each feature in which database its tables are to be."""
    names = {
        database: server.create_migrated(
            [DOMAIN / feature / "migrations" for feature in FEATURES if cut[feature] == database]
        )
        for database in dict.fromkeys(cut.values())
    }
    shop = GoodShop(server, {feature: names[database] for feature, database in cut.items()})
    with ExitStack() as stack:
        sessions: dict[str, Session] = {}
        for feature in FEATURES:
            database = Database(shop.url(feature), pool_size=1)
            stack.callback(database.engine.dispose)
            sessions[feature] = stack.enter_context(database.write())
        for feature, seed in SEEDS.items():
            seed(sessions[feature])
        for ended in DAY:
            _trade(ended, sessions)
    return shop


def order_of(ended: Ended) -> Order:
    products = [catalog.product(number) for number in range(7, 7 + ended.products)]
    order = Order(
        order_id=ended.order_id,
        customer_id=ended.customer_id,
        idempotency_key=f"key-of-{ended.order_id}",
        fingerprint="-",
        lines=tuple(OrderLine(each.product_id, 3, each.price_cents) for each in products),
        traceparent="-",
        placed_at=NOON,
    )
    status = Status.REJECTED if ended.reason else Status.CONFIRMED
    return order.settled(status, ended.reason, NOON)


def _trade(ended: Ended, sessions: Mapping[str, Session]) -> None:
    order = order_of(ended)
    store.add(sessions["orders"], order)
    for kind in ended.commands:
        command = command_for(kind, order)
        if kind in OF_INVENTORY:
            Inventory(lambda: NOON).handle(sessions["inventory"], command)
        else:
            Payments(lambda: NOON).handle(sessions["payments"], command)
    Notifications(lambda: NOON).tell(sessions["notifications"], order.settled_event())
