"""The monolith's features as its composition root makes them, and a stand-in for the outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from monolith.app import fill
from monolith.features import Features
from monolith.notifier import Notifier
from shared_domain.inventory.tables import reservations
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.database import Database
from shared_domain.kernel.outside import Outside
from shared_domain.kernel.trace import new_traceparent
from shared_domain.messages.commands import Line, ScreenRisk
from shared_domain.orders.feature import PlaceOrder
from shared_domain.orders.order import Order
from shared_domain.orders.tables import orders
from shared_domain.payments.tables import ledger

CUSTOMER = "c-00001"
NOWHERE = "http://127.0.0.1:1"


class StandIn(Outside):
    """The outside world, which accepts every order: replace `screening` to refuse, to fail, or to
    look around."""

    def __init__(self) -> None:
        self.screening: Callable[[ScreenRisk], None] = lambda _: None

    def screen(self, command: ScreenRisk) -> None:
        self.screening(command)

    def rank(self, product_id: str, candidates: Sequence[str]) -> list[str]:
        return list(candidates)


@dataclass
class Shop:
    """The features over a prepared database, and a few looks behind them."""

    database: Database
    outside: StandIn = field(default_factory=StandIn)
    features: Features = field(default_factory=Features)

    def __post_init__(self) -> None:
        self.notifier = Notifier(self.database, self.features)
        fill(self.features, self.database, self.outside, self.notifier, scoring_rounds=1)

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
