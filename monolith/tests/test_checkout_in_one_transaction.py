"""The checkout of the monolith: every end an order can have, and what it leaves behind."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.pool import QueuePool

from monolith.tests.harness import CUSTOMER, Shop
from shared_domain.catalog.seed import product
from shared_domain.inventory.seed import LAST_UNIT, PLENTY, SOLD_OUT
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import IdempotencyKeyReused, Reason, Refused
from shared_domain.messages.commands import ScreenRisk
from shared_domain.orders.order import Status
from shared_domain.payments.seed import FULL_CENTS, PENNILESS

PRICE = product(1).price_cents


def refuse(reason: Reason) -> Callable[..., None]:
    def refusing(*_: object) -> None:
        raise Refused(reason)

    return refusing


def together(threads: int) -> Callable[..., None]:
    """Nobody is screened before so many threads are: then they race."""
    barrier = threading.Barrier(threads)

    def wait(*_: object) -> None:
        barrier.wait(timeout=5)

    return wait


def fail(*_: object) -> None:
    raise RuntimeError("the process crashes here")


def test_a_confirmed_order_holds_its_stock_takes_its_money_and_is_told(shop: Shop) -> None:
    order = shop.place(("p-0001", 3), ("p-0002", 1))
    assert (order.status, order.reason) == (Status.CONFIRMED, None)
    assert order.settled_at is not None
    assert shop.saved(order.order_id) == order
    assert shop.available("p-0001") == PLENTY - 3
    assert shop.available("p-0002") == PLENTY - 1
    assert shop.balance() == FULL_CENTS - order.total_cents
    assert shop.told() == ["CONFIRMED"]


def test_a_refused_payment_puts_the_stock_back_and_the_order_survives(shop: Shop) -> None:
    order = shop.place(("p-0001", 3), customer=PENNILESS)
    assert (order.status, order.reason) == (Status.REJECTED, Reason.PAYMENT_DECLINED)
    assert shop.saved(order.order_id, PENNILESS) == order
    assert shop.available("p-0001") == PLENTY
    assert shop.traces() == {"orders": 1, "reservations": 0, "ledger": 0}
    assert shop.told(PENNILESS) == ["REJECTED"]


def test_a_sold_out_product_gives_the_other_lines_back_and_costs_nothing(shop: Shop) -> None:
    order = shop.place(("p-0001", 3), (SOLD_OUT, 1))
    assert (order.status, order.reason) == (Status.REJECTED, Reason.OUT_OF_STOCK)
    assert shop.available("p-0001") == PLENTY
    assert shop.balance() == FULL_CENTS
    assert shop.traces() == {"orders": 1, "reservations": 0, "ledger": 0}


@pytest.mark.parametrize("reason", [Reason.RISK_REFUSED, Reason.SCREENING_UNAVAILABLE])
def test_an_order_that_is_not_screened_well_touches_nothing(
    shop: Shop, reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.outside.screening = refuse(reason)
    monkeypatch.setattr(shop.features.inventory, "handle", fail)
    monkeypatch.setattr(shop.features.payments, "handle", fail)
    order = shop.place(("p-0001", 3))
    assert (order.status, order.reason) == (Status.REJECTED, reason)
    assert shop.traces() == {"orders": 1, "reservations": 0, "ledger": 0}
    assert shop.told() == ["REJECTED"]


def test_no_transaction_is_open_while_the_outside_is_asked(shop: Shop) -> None:
    pool = shop.database.engine.pool
    assert isinstance(pool, QueuePool)
    in_use: list[int] = []

    def look(_: ScreenRisk) -> None:
        in_use.append(pool.checkedout())

    shop.outside.screening = look
    shop.place(("p-0001", 1))
    assert in_use == [0]


@pytest.mark.parametrize("feature", ["inventory", "payments"])
def test_a_crash_between_the_steps_leaves_nothing(
    shop: Shop, feature: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getattr(shop.features, feature), "handle", fail)
    with pytest.raises(RuntimeError):
        shop.place(("p-0001", 3))
    assert shop.traces() == {"orders": 0, "reservations": 0, "ledger": 0}
    assert shop.available("p-0001") == PLENTY
    assert shop.balance() == FULL_CENTS
    assert shop.told() == []


def test_the_same_key_again_is_the_same_order(shop: Shop) -> None:
    first = shop.place(("p-0001", 1), key="k-1")
    assert shop.place(("p-0001", 1), key="k-1") == first
    assert shop.available("p-0001") == PLENTY - 1


def test_a_key_belongs_to_its_customer(shop: Shop) -> None:
    first = shop.place(("p-0001", 1), key="k-1")
    second = shop.place(("p-0001", 1), key="k-1", customer="c-00002")
    assert first.order_id != second.order_id


def test_the_same_key_for_another_order_is_refused(shop: Shop) -> None:
    shop.place(("p-0001", 1), key="k-1")
    with pytest.raises(IdempotencyKeyReused):
        shop.place(("p-0001", 2), key="k-1")


def test_two_threads_with_one_key_place_one_order(shop: Shop) -> None:
    shop.outside.screening = together(2)
    with ThreadPoolExecutor(2) as pool:
        placed = list(pool.map(lambda _: shop.place(("p-0001", 1), key="k-1"), range(2)))
    assert placed[0] == placed[1]
    assert shop.traces() == {"orders": 1, "reservations": 1, "ledger": 1}
    assert shop.balance() == FULL_CENTS - PRICE


def test_the_last_unit_is_sold_once(shop: Shop) -> None:
    shop.outside.screening = together(6)
    with ThreadPoolExecutor(6) as pool:
        placed = list(pool.map(lambda _: shop.place((LAST_UNIT, 1)), range(6)))
    ends = sorted(order.reason or order.status for order in placed)
    assert ends == [Status.CONFIRMED, *[Reason.OUT_OF_STOCK] * 5]
    assert shop.available(LAST_UNIT) == 0


def test_orders_of_the_same_products_in_any_order_do_not_deadlock(shop: Shop) -> None:
    lines = [("p-0001", 1), ("p-0002", 1)]

    def place(number: int) -> Status:
        return shop.place(*lines[:: 1 if number % 2 else -1], customer=f"c-{number:05d}").status

    with ThreadPoolExecutor(6) as pool:
        placed = list(pool.map(place, range(1, 41)))
    assert placed == [Status.CONFIRMED] * 40
    assert shop.available("p-0001") == PLENTY - 40


def test_a_step_nobody_runs_is_a_mistake_that_shows(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unheard:
        """A step of another process."""

    monkeypatch.setattr("monolith.checkout.command_for", lambda *_: Unheard())
    with pytest.raises(TypeError, match="no one runs ScreenRisk"):
        shop.place(("p-0001", 1))


def test_what_a_release_puts_in_a_features_place_is_what_the_checkout_uses(shop: Shop) -> None:
    class Broke:
        """A release of payments that declines everybody."""

        def handle(self, session: Session, command: object) -> None:
            raise Refused(Reason.PAYMENT_DECLINED)

    shop.features.payments = Broke()  # type: ignore[assignment]
    order = shop.place(("p-0001", 1), customer=CUSTOMER)
    assert order.reason is Reason.PAYMENT_DECLINED
    assert shop.available("p-0001") == PLENTY
