"""A shop that does everything right, in memory and in simulated time: orders settle behind their
answers, operations overlap, and some answers are lost on the way."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from experiments.checks.history.history import History
from experiments.checks.history.operation import End, Kind, Operation, Sight
from experiments.checks.history.tests.made import EMPTY
from experiments.checks.invariants.relations import Order, OrderLine, Relations, Stock, Wallet

CUSTOMERS, PRODUCT, PRICE = ("c-1", "c-2"), "p-1", 100
OPENING, WALLET, UNITS = 12, 900, 3
LOST = 0.2
Does = Callable[[], dict[str, object]]


@dataclass
class RightShop:
    """Every moment is one event of a queue, so nothing happens at the same time."""

    dice: Random
    available: int = OPENING
    wallets: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CUSTOMERS, WALLET))
    orders: dict[tuple[str, str], Sight] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count(1)
        self._now_s = 0.0

    def live(self, asks: int) -> History:
        for number in range(asks):
            self._later(self.dice.uniform(0, 10), self._asking(number))
        while self._queue:
            self._now_s, _, act = heapq.heappop(self._queue)
            act()
        in_order = sorted(self.operations, key=lambda each: each.invoked_s)
        return History(tuple(in_order), self._relations())

    def _asking(self, number: int) -> Callable[[], None]:
        """The operation that begins now: what it does comes later, and its end later still."""
        customer, kind = self.dice.choice(CUSTOMERS), self.dice.choice(list(Kind))
        key = f"k-{number % 8}"

        def ask() -> None:
            subject, does = self._work(kind, customer, key)
            begun_s = self._now_s

            def act() -> None:
                self._end_later(Operation(number, customer, kind, subject, begun_s, 0.0, End.DONE,
                                          **does()))  # type: ignore[arg-type]  # fmt: skip

            self._later(self.dice.uniform(0, 0.5), act)

        return ask

    def _end_later(self, operation: Operation) -> None:
        is_lost = self.dice.random() < LOST
        lost = {"end": End.UNKNOWN, "sights": (), "amount": None, "is_whole": False}

        def end() -> None:
            ended = replace(operation, ended_s=self._now_s)
            self.operations.append(replace(ended, **lost) if is_lost else ended)  # type: ignore[arg-type]

        self._later(self.dice.uniform(0, 0.5), end)

    def _work(self, kind: Kind, customer: str, key: str) -> tuple[str, Does]:
        own = (customer, key)
        match kind:
            case Kind.PLACE:
                asked = ((PRODUCT, UNITS),)
                return key, lambda: {"asked": asked, "sights": (self._place(own),)}
            case Kind.READ if own in self.orders:
                return self.orders[own].order_id, lambda: {"sights": (self.orders[own],)}
            case Kind.STOCK:
                return PRODUCT, lambda: {"amount": self.available}
            case Kind.WALLET:
                return "", lambda: {"amount": self.wallets[customer]}
        return "", lambda: {"sights": self._of(customer), "is_whole": kind is Kind.LIST}

    def _of(self, customer: str) -> tuple[Sight, ...]:
        return tuple(order for (whose, _), order in self.orders.items() if whose == customer)

    def _place(self, own: tuple[str, str]) -> Sight:
        if own not in self.orders:
            order_id = f"o-{next(self._numbers)}"
            self.orders[own] = Sight(order_id, "PENDING", None, UNITS * PRICE)
            self._later(self.dice.uniform(0, 1), lambda: self._reserve(own))
        return self.orders[own]

    def _reserve(self, own: tuple[str, str]) -> None:
        if self.available < UNITS:
            return self._settle(own, "REJECTED", "out_of_stock")
        self.available -= UNITS
        return self._later(self.dice.uniform(0, 1), lambda: self._pay(own))

    def _pay(self, own: tuple[str, str]) -> None:
        if self.wallets[own[0]] < UNITS * PRICE or self.dice.random() < LOST:
            return self._later(self.dice.uniform(0, 1), lambda: self._release(own))
        self.wallets[own[0]] -= UNITS * PRICE
        return self._later(self.dice.uniform(0, 1), lambda: self._settle(own, "CONFIRMED", None))

    def _release(self, own: tuple[str, str]) -> None:
        self.available += UNITS
        self._later(
            self.dice.uniform(0, 1), lambda: self._settle(own, "REJECTED", "payment_declined")
        )

    def _settle(self, own: tuple[str, str], status: str, reason: str | None) -> None:
        self.orders[own] = self.orders[own]._replace(status=status, reason=reason)

    def _later(self, wait_s: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._queue, (self._now_s + wait_s, next(self._numbers), act))

    def _relations(self) -> Relations:
        rows = self.orders.items()
        return replace(
            EMPTY,
            stock=(Stock(PRODUCT, OPENING, self.available),),
            wallets=tuple(Wallet(name, WALLET, cents) for name, cents in self.wallets.items()),
            orders=tuple(
                Order(each.order_id, customer, key, each.status, each.reason, UNITS * PRICE, True)
                for (customer, key), each in rows
            ),
            order_lines=tuple(OrderLine(each.order_id, PRODUCT, UNITS, PRICE) for _, each in rows),
        )
