"""What the wrappers of the naive releases do to a bus and to the orders, and what they leave."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest

from experiments.distributed.wrapper import any_answer, every_message_new, sent_come_what_may


@dataclass(frozen=True)
class Delivery:
    place: str
    payload: bytes


@dataclass
class Bus:
    """A bus and all that comes with it; `is_down` makes it refuse."""

    is_down: bool = False
    come: list[Delivery] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)
    opened: int = 0
    closed: int = 0
    assigned: bool = True

    def publisher(self) -> "Bus":
        if self.is_down:
            raise ConnectionError("no broker")
        self.opened += 1
        return self

    def subscribe(self, topics: Sequence[str]) -> "Bus":
        return self

    def receive(self, timeout_s: float) -> list[Delivery]:
        return self.come

    def publish(self, records: Sequence[str]) -> None:
        if self.is_down:
            raise ConnectionError("no answer")
        self.stored += records

    def close(self) -> None:
        self.closed += 1


def message(name: str) -> Delivery:
    return Delivery("place", json.dumps({"id": name, "body": {"units": 1}}).encode())


def test_a_message_that_comes_again_has_another_id_and_is_the_same_otherwise() -> None:
    inside = Bus(come=[message("m-1"), message("m-1")])
    subscription = every_message_new.wrap("payments.bus", inside).subscribe(["payments.commands"])
    read = [json.loads(each.payload) for each in subscription.receive(0.5)]
    assert len({each.pop("id") for each in read} | {"m-1"}) == 3
    assert read == [{"body": {"units": 1}}] * 2
    assert subscription.assigned


@pytest.mark.parametrize("payload", [b"\xff", b"no json", b"[]", b"7", b"null"])
def test_what_is_no_message_comes_as_it_is(payload: bytes) -> None:
    inside = Bus(come=[Delivery("place", payload)])
    subscription = every_message_new.wrap("payments.bus", inside).subscribe([])
    assert subscription.receive(0.5) == inside.come
    assert every_message_new.wrap("payments.bus", inside).publisher() is inside


def test_what_the_broker_does_not_take_is_lost_and_nobody_is_told() -> None:
    inside = Bus()
    publisher = sent_come_what_may.wrap("orders.bus", inside).publisher()
    publisher.publish(["one"])
    inside.is_down = True
    publisher.publish(["two"])
    publisher.publish(["three"])
    inside.is_down = False
    publisher.publish(["four"])
    assert inside.stored == ["one", "four"]
    assert (inside.opened, inside.closed) == (2, 1)
    publisher.close()
    publisher.close()
    assert inside.closed == 2


def test_who_hopes_receives_as_ever() -> None:
    inside = Bus()
    assert sent_come_what_may.wrap("orders.bus", inside).subscribe([]) is inside


class Row(NamedTuple):
    order_id: str
    awaiting: str | None


class Reply(NamedTuple):
    command: str


class Session:
    def __init__(self, row: Row | None) -> None:
        self.row = row
        self.changed = "by the session itself"

    def first(self, statement: str, values: object) -> Row | None:
        return self.row


class Saga:
    def __init__(self) -> None:
        self.read: list[Row | None] = []
        self.session: object = None

    def advance(self, session: Session, reply: Reply) -> None:
        self.read.append(session.first("hold", {}))
        self.session = session.changed


class Checkout:
    def __init__(self, saga: Saga) -> None:
        self._saga = saga


class Orders:
    def __init__(self, checkout: object) -> None:
        self._checkout = checkout


def test_every_answer_looks_awaited() -> None:
    saga = Saga()
    orders = Orders(Checkout(saga))
    assert any_answer.wrap("orders", orders) is orders
    saga.advance(Session(Row("o-1", None)), Reply("ReserveStock"))
    saga.advance(Session(None), Reply("ReserveStock"))
    assert saga.read == [Row("o-1", "ReserveStock"), None]
    assert saga.session == "by the session itself"


def test_orders_without_sagas_stay_as_they_are() -> None:
    orders = Orders(object())
    before = dict(vars(orders))
    assert any_answer.wrap("orders", orders) is orders
    assert vars(orders) == before
