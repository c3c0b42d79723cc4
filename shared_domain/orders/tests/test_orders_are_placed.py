"""Placing an order up to the checkout, which each arm brings itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from experiments.testing.postgres import DatabaseOf
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.errors import IdempotencyKeyReused, UnknownOrder, UnknownProductInOrder
from shared_domain.messages.commands import Line
from shared_domain.orders import store
from shared_domain.orders.feature import Orders, PlaceOrder
from shared_domain.orders.order import Order, OrderLine, Status

pytestmark = pytest.mark.real
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
PRICES = {"p-0001": 199, "p-0002": 500}
REQUEST = PlaceOrder("c-00001", "key", (Line("p-0001", 2), Line("p-0002", 1)), "00-trace")


@dataclass
class SavingCheckout:
    """Saves the order as it comes. `faster` is saved first, as if by a concurrent request."""

    database: Database
    faster: PlaceOrder | None = None
    ran: list[Order] = field(default_factory=list)

    def run(self, order: Order) -> Order:
        self.ran.append(order)
        with self.database.write() as session:
            if self.faster is not None:
                store.add(session, replace(order, order_id=new_uuid()))
        with self.database.write() as session:
            store.add(session, order)
        return order


@pytest.fixture
def checkout(database_of: DatabaseOf) -> SavingCheckout:
    return SavingCheckout(database_of("orders"))


@pytest.fixture
def orders(checkout: SavingCheckout) -> Orders:
    def prices(_: Session, product_ids: Collection[str]) -> Mapping[str, int]:
        return {each: PRICES[each] for each in product_ids if each in PRICES}

    return Orders(checkout.database, prices, checkout, lambda: NOON, new_uuid)


def test_a_new_order_is_priced_by_the_shop_and_handed_to_the_checkout(
    orders: Orders, checkout: SavingCheckout
) -> None:
    placed = orders.place(REQUEST)
    assert checkout.ran == [placed]
    assert placed.lines == (OrderLine("p-0001", 2, 199), OrderLine("p-0002", 1, 500))
    assert (placed.total_cents, placed.status) == (898, Status.PENDING)
    assert (placed.placed_at, placed.traceparent) == (NOON, "00-trace")


def test_a_repeated_request_gets_the_order_as_it_now_stands(
    orders: Orders, checkout: SavingCheckout
) -> None:
    placed = orders.place(REQUEST)
    settled = placed.settled(Status.CONFIRMED, None, NOON)
    with checkout.database.write() as session:
        store.settle(session, settled)
    assert orders.place(replace(REQUEST, traceparent="00-another")) == settled
    assert len(checkout.ran) == 1


def test_a_key_cannot_be_used_for_something_else(orders: Orders, checkout: SavingCheckout) -> None:
    orders.place(REQUEST)
    with pytest.raises(IdempotencyKeyReused):
        orders.place(replace(REQUEST, lines=REQUEST.lines[:1]))
    assert len(checkout.ran) == 1


def test_a_key_that_is_reused_for_an_unknown_product_is_told_as_reused(orders: Orders) -> None:
    orders.place(REQUEST)
    with pytest.raises(IdempotencyKeyReused):
        orders.place(replace(REQUEST, lines=(Line("p-9999", 1),)))


def test_two_customers_may_use_the_same_key(orders: Orders) -> None:
    one, two = orders.place(REQUEST), orders.place(replace(REQUEST, customer_id="c-00002"))
    assert one.order_id != two.order_id


def test_an_unknown_product_stops_the_order_before_the_checkout(
    orders: Orders, checkout: SavingCheckout
) -> None:
    with pytest.raises(UnknownProductInOrder):
        orders.place(replace(REQUEST, lines=(Line("p-0001", 1), Line("p-9999", 1))))
    assert checkout.ran == []


def test_the_slower_of_two_requests_gets_the_order_of_the_faster(
    orders: Orders, checkout: SavingCheckout
) -> None:
    checkout.faster = REQUEST
    answered = orders.place(REQUEST)
    assert answered.order_id != checkout.ran[0].order_id
    with checkout.database.read() as session:
        assert orders.newest(session, "c-00001", 50, None) == [answered]


def test_an_order_is_read_by_its_customer_only(orders: Orders, checkout: SavingCheckout) -> None:
    placed = orders.place(REQUEST)
    with checkout.database.read() as session:
        assert orders.read(session, "c-00001", placed.order_id) == placed
        for customer, order_id in (("c-00002", placed.order_id), ("c-00001", new_uuid())):
            with pytest.raises(UnknownOrder):
                orders.read(session, customer, order_id)
