"""Orders through all six services while messages come late, twice, and in no order at all.

Worse than Kafka: that keeps the order of a key. Everything a seed decides happens again with it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select, update

from experiments.testing.answering import RISKY
from microservices.orders.tables import sagas
from microservices.tests.arm import Arm, Letter, Place
from shared_domain.inventory.seed import LAST_UNIT, PLENTY, SOLD_OUT
from shared_domain.inventory.tables import reservations, stock
from shared_domain.kernel.errors import Unavailable
from shared_domain.messages.commands import ScreenRisk
from shared_domain.notifications.tables import notifications
from shared_domain.orders.tables import orders
from shared_domain.payments.seed import PENNILESS
from shared_domain.payments.tables import ledger, wallets

ORDERS = 24
AGAIN = 0.3  # how likely a message, once handled, comes again
LOST = 0.2  # how likely a replica dies with an order it was to screen
BREAKDOWN = 0.2  # how likely the broker breaks down in the middle of what is published


@dataclass(frozen=True)
class Asked:
    customer: str
    lines: tuple[tuple[str, int], ...]


class Disorder:
    """Does one thing after another that could be done, until nothing is left to do."""

    def __init__(
        self, arm: Arm, seed: int, unscreened: list[ScreenRisk], to_place: list[Callable[[], Any]]
    ) -> None:
        self._arm = arm
        self._dice = Random(seed)
        self._unscreened = unscreened
        self._to_place = to_place
        self._letters: list[Letter] = []

    def run(self) -> None:
        while True:
            self._letters += self._arm.new_letters()
            choices = [self._send] * 2
            choices += [self._place] * bool(self._to_place)
            choices += [self._screen] * bool(self._unscreened)
            choices += [self._deliver] * min(6, len(self._letters))
            if choices == [self._send] * 2 and not self._arm.send_all():
                if not self._recover():
                    return
            else:
                self._dice.choice(choices)()

    def _place(self) -> None:
        self._to_place.pop()()

    def _screen(self) -> None:
        command = self._pick(self._unscreened)
        if self._dice.random() > LOST:
            self._arm.screening.screen(command)

    def _send(self) -> None:
        if self._dice.random() < BREAKDOWN:
            self._arm.broker.break_down_after(self._dice.randrange(3))
        service = self._dice.choice(list(self._arm.services.values()))
        try:
            service.relay.send_batch()
        except Unavailable:
            """It is sent again, next time."""
        self._arm.broker.stored_at_breakdown = None

    def _deliver(self) -> None:
        letter = self._pick(self._letters)
        self._arm.deliver([letter])
        if self._dice.random() < AGAIN:
            self._letters.append(letter)

    def _recover(self) -> bool:
        """The leases of lost screenings end, and a sweep finds them; False if there were none."""
        database = self._arm.services["orders"].database
        with database.write() as session:
            session.execute(update(sagas).values(screening_until=func.now()))
        self._arm.screening.sweep()
        return bool(self._unscreened)

    def _pick(self, heap: list[Any]) -> Any:
        return heap.pop(self._dice.randrange(len(heap)))


def wishes(seed: int) -> list[Asked]:
    """Orders of all kinds, two of them for the last unit."""
    dice = Random(seed)
    usual = [f"c-{number:05d}" for number in range(1, 6)]
    asked = [Asked(customer, ((LAST_UNIT, 1), ("p-0001", 1))) for customer in usual[:2]]
    asked += [Asked(PENNILESS, (("p-0001", 2),)), Asked(RISKY, (("p-0001", 2),))]
    asked += [Asked(usual[0], (("p-0001", 1), (SOLD_OUT, 1)))]
    while len(asked) < ORDERS:
        products = dice.sample(["p-0001", "p-0002", "p-0003", "p-0004"], dice.randint(1, 3))
        lines = tuple((each, dice.randint(1, 3)) for each in products)
        asked.append(Asked(dice.choice([*usual, PENNILESS]), lines))
    dice.shuffle(asked)
    return asked


def rows(arm: Arm, service: str, statement: Any) -> list[Any]:
    with arm.services[service].database.read() as session:
        return list(session.execute(statement).all())


@pytest.mark.parametrize("seed", range(4))
def test_every_order_settles_and_the_books_agree(
    arm: Arm, place: Place, unscreened: list[ScreenRisk], seed: int
) -> None:
    asked = wishes(seed)

    def placing(number: int) -> Callable[[], Any]:
        wish = asked[number]
        return lambda: place(*wish.lines, customer=wish.customer, key=f"k-{number}")

    twice = [placing(number) for number in [*range(ORDERS), *range(0, ORDERS, 5)]]
    Random(seed).shuffle(twice)
    Disorder(arm, seed, unscreened, twice).run()

    settled = {row.order_id: row for row in rows(arm, "orders", select(orders))}
    assert len(settled) == ORDERS
    assert {row.status for row in settled.values()} == {"CONFIRMED", "REJECTED"}
    reasons = Counter(row.reason for row in settled.values())
    assert reasons["risk_refused"] == 1
    assert reasons["out_of_stock"] == 2
    assert reasons["screening_unavailable"] == reasons["failed"] == 0
    assert_stock_is_held_for(arm, {each for each, row in settled.items() if not row.reason})
    assert_money_is_taken_for(arm, settled)
    told = rows(arm, "notifications", select(notifications.c.order_id, notifications.c.status))
    assert sorted(told) == sorted((each, row.status) for each, row in settled.items())


def assert_stock_is_held_for(arm: Arm, confirmed: set[str]) -> None:
    held = select(reservations).where(reservations.c.released_at.is_(None))
    units: Counter[str] = Counter()
    for row in (found := rows(arm, "inventory", held)):
        units[row.product_id] += row.quantity
    assert {row.order_id for row in found} == confirmed
    for row in rows(arm, "inventory", select(stock)):
        assert row.available == row.opening - units[row.product_id]


def assert_money_is_taken_for(arm: Arm, settled: dict[str, Any]) -> None:
    moved: Counter[str] = Counter()
    of_order: Counter[str] = Counter()
    for row in rows(arm, "payments", select(ledger)):
        moved[row.customer_id] += row.amount_cents
        of_order[row.order_id] += row.amount_cents
    for order_id, order in settled.items():
        assert of_order[order_id] == (0 if order.reason else -order.total_cents)
    for row in rows(arm, "payments", select(wallets)):
        assert row.balance_cents == row.opening_cents + moved[row.customer_id]


def test_an_order_whose_payment_cannot_be_handled_fails_and_is_undone(
    arm: Arm, place: Place, unscreened: list[ScreenRisk], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise LookupError("a mistake of ours")

    monkeypatch.setattr("shared_domain.payments.feature.Payments.authorise", crash)
    place(("p-0001", 3))
    arm.screening.screen(unscreened[0])
    arm.settle()
    (order,) = rows(arm, "orders", select(orders))
    assert (order.status, order.reason) == ("REJECTED", "failed")
    available = select(stock.c.available).where(stock.c.product_id == "p-0001")
    assert rows(arm, "inventory", available) == [(PLENTY,)]
    (letter,) = arm.broker.told("payments.commands.dead")
    assert b"a mistake of ours" in letter.payload


def test_an_order_with_a_lost_compensation_stays_pending_rather_than_lie(
    arm: Arm, place: Place, unscreened: list[ScreenRisk], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise LookupError("a mistake of ours")

    monkeypatch.setattr("shared_domain.inventory.feature.Inventory.release", crash)
    place(("p-0001", 3), customer=PENNILESS)
    arm.screening.screen(unscreened[0])
    arm.settle()
    (order,) = rows(arm, "orders", select(orders))
    assert order.status == "PENDING"
    assert len(arm.broker.told("inventory.commands.dead")) == 1
