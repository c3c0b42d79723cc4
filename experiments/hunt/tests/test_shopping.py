"""The customer is content with a shop as it is, and notices each way in which it is not."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import requests

from experiments.hunt.shopper import PATIENCE_S, Shopper
from experiments.hunt.shopping import first_amiss
from experiments.hunt.symptom import Kind, Symptom
from experiments.hunt.wishes import WISHES
from experiments.testing.fake_lab import Waited
from experiments.testing.memory_features import (
    MemoryCatalog,
    MemoryInventory,
    MemoryNotifications,
    MemoryPayments,
    MemoryRecommendations,
)
from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.memory_shop import MemoryShop
from experiments.testing.wsgi import session_for
from shared_domain.catalog.feature import Query
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason
from shared_domain.messages.events import ListedProduct
from shared_domain.orders.feature import PlaceOrder
from shared_domain.orders.order import Order, Status


def noticed(shop: MemoryShop, waited: Waited | None = None) -> Symptom | None:
    """By a customer whose time only passes while he waits, or the shop lets it pass."""
    time_passed = waited or Waited()
    session = session_for({"shop": shop.application()})
    shopper = Shopper("http://shop", session, time_passed.pause, lambda: time_passed.seconds)
    return first_amiss(shopper)


@pytest.mark.parametrize("shown_pending", [0, 3])
def test_a_shop_as_it_should_be_has_no_symptom(shown_pending: int) -> None:
    assert noticed(MemoryShop(shown_pending)) is None


class FailingSearch(MemoryCatalog):
    def search(self, session: Session, query: Query) -> Sequence[ListedProduct]:
        found = super().search(session, query)
        return found if found else [found[-1]]


class LostRecommendations(MemoryRecommendations):
    def recommend(self, product_id: str) -> Sequence[ListedProduct]:
        self.memory.outside_answers = False
        try:
            return super().recommend(product_id)
        finally:
            self.memory.outside_answers = True


class ShortOfOne(MemoryOrders):
    def refusal(self, order: Order) -> Reason | None:
        stock = self.memory.stock
        if any(stock[line.product_id] <= line.quantity for line in order.lines):
            return Reason.OUT_OF_STOCK
        return super().refusal(order)


class RaisesWhenPoor(MemoryOrders):
    def refusal(self, order: Order) -> Reason | None:
        reason = super().refusal(order)
        return Reason["DECLINED"] if reason is Reason.PAYMENT_DECLINED else reason


class FailsWhenPoor(MemoryOrders):
    def refusal(self, order: Order) -> Reason | None:
        reason = super().refusal(order)
        return Reason.FAILED if reason is Reason.PAYMENT_DECLINED else reason


class WholeUnits(MemoryPayments):
    def balance(self, session: Session, customer_id: str) -> int:
        return super().balance(session, customer_id) // 100 * 100


class TellsNoRefusal(MemoryOrders):
    def tell(self, order: Order) -> None:
        if order.status is not Status.REJECTED:
            super().tell(order)


class TellsOfTheFirstLine(MemoryOrders):
    def tell(self, order: Order) -> None:
        super().tell(replace(order, lines=order.lines[:1]))


class TakesAnyKey(MemoryOrders):
    def earlier(self, request: PlaceOrder) -> Order | None:
        found = super().earlier(request)
        return self.settled(self.unsaved(request, "-")) if found else None

    def place(self, request: PlaceOrder) -> Order:
        return self.earlier(request) or super().place(request)


@pytest.mark.parametrize(
    ("name", "feature", "kind", "operation", "reason"),
    [
        ("catalog", FailingSearch, Kind.FAILED, "searchProducts", ""),
        ("recommendations", LostRecommendations, Kind.WRONG, "readProductPage", ""),
        ("orders", ShortOfOne, Kind.WRONG, "placeOrder", "out_of_stock"),
        ("orders", RaisesWhenPoor, Kind.FAILED, "placeOrder", ""),
        ("orders", FailsWhenPoor, Kind.FAILED, "placeOrder", "failed"),
        ("payments", WholeUnits, Kind.WRONG, "readWallet", ""),
        ("orders", TellsNoRefusal, Kind.WRONG, "listNotifications", ""),
        ("orders", TellsOfTheFirstLine, Kind.WRONG, "listNotifications", ""),
        ("orders", TakesAnyKey, Kind.WRONG, "placeOrder", ""),
    ],
)
def test_what_the_bugs_do_is_noticed(
    name: str, feature: Any, kind: Kind, operation: str, reason: str
) -> None:
    shop = MemoryShop()
    setattr(shop, name, feature(shop.memory))
    seen = noticed(shop)
    assert seen is not None
    assert (seen.kind, seen.operation, seen.reason) == (kind, operation, reason)
    assert len(seen.trace) == 32


def test_pages_that_take_their_time_are_noticed() -> None:
    waited, shop = Waited(), MemoryShop()

    class Slow(MemoryInventory):
        def available(self, session: Session, product_id: str) -> int:
            waited.pause(0.35)
            return super().available(session, product_id)

    shop.inventory = Slow(shop.memory)
    seen = noticed(shop, waited)
    assert seen is not None
    assert (seen.kind, seen.operation, seen.order) == (Kind.SLOW, "readProductPage", "")


def test_orders_that_take_their_time_are_noticed_and_named() -> None:
    waited, shop = Waited(), MemoryShop()

    class Slow(MemoryOrders):
        def settled(self, order: Order) -> Order:
            waited.pause(0.6)
            return super().settled(order)

    shop.orders = Slow(shop.memory)
    seen = noticed(shop, waited)
    assert seen is not None
    assert (seen.kind, seen.operation) == (Kind.SLOW, "placeOrder")
    assert seen.order == shop.memory.orders[-1].order_id


def test_an_order_that_never_ends_is_given_up() -> None:
    waited = Waited()
    seen = noticed(MemoryShop(shown_pending=1000), waited)
    assert seen is not None
    assert (seen.kind, seen.operation) == (Kind.FAILED, "placeOrder")
    assert PATIENCE_S <= waited.seconds < PATIENCE_S + 1


def test_a_shop_that_is_not_there_is_noticed() -> None:
    with requests.Session() as session:
        session.trust_env = False
        seen = first_amiss(Shopper("http://127.0.0.1:1", session, Waited().pause, time.monotonic))
    assert seen is not None
    assert (seen.kind, seen.operation) == (Kind.FAILED, "searchProducts")


def test_who_is_told_what_is_meant_for_others_is_not_told() -> None:
    shop = MemoryShop()

    class Others(MemoryNotifications):
        def sent_to(
            self, session: Session, customer_id: str, limit: int
        ) -> Sequence[dict[str, Any]]:
            return super().sent_to(session, "c-00001", limit)

    shop.notifications = Others(shop.memory)
    seen = noticed(shop)
    assert seen is not None
    assert seen.told == "The customer is not told of an order."


def test_every_wish_is_a_promise_in_words() -> None:
    assert all(wish.__doc__ for wish in WISHES)


def test_a_symptom_survives_being_written_down() -> None:
    seen = noticed(MemoryShop(shown_pending=1000))
    assert seen is not None
    assert Symptom.from_json(seen.as_json()) == seen
