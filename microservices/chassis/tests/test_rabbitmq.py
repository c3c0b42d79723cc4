"""Sharing queues, and what RabbitMQ says of messages, as far as no broker is needed for it."""

from types import SimpleNamespace
from typing import Any

import pytest
from pika.spec import Basic

from microservices.chassis.bus import Record
from microservices.chassis.rabbitmq import publisher as publisher_module
from microservices.chassis.rabbitmq.bus import RabbitBus
from microservices.chassis.rabbitmq.publisher import RabbitPublisher
from microservices.chassis.rabbitmq.queues import NEVER
from microservices.chassis.rabbitmq.shares import share, surplus
from shared_domain.kernel.errors import Unavailable

RECORDS = [Record("orders.events", "o-1", b"1"), Record("orders.events", "o-1", b"2")]


@pytest.mark.parametrize(("members", "each"), [(0, 4), (1, 4), (2, 2), (3, 2), (4, 1), (5, 1)])
def test_the_queues_of_a_topic_are_shared_out(members: int, each: int) -> None:
    assert share(members) == each


def test_who_is_active_in_more_than_its_share_leaves_the_rest() -> None:
    active = [("a", 3), ("a", 0), ("b", 1), ("a", 2)]
    assert surplus(active, members=2) == [("a", 3)]
    assert surplus(active, members=1) == []


def test_where_nobody_listens_it_is_unavailable() -> None:
    bus = RabbitBus("amqp://guest:guest@127.0.0.1:1", "orders", "orders-1")
    with pytest.raises(Unavailable):
        bus.publisher()
    with pytest.raises(Unavailable):
        bus.subscribe(["orders.replies"])


class FakeLine:
    """A line that answers each request at once; `confirms` is how it answers what is published."""

    def __init__(self, confirms: str) -> None:
        self.is_open = True
        self.published: list[bytes] = []
        self.declared: list[dict[str, Any]] = []
        self._confirms = confirms

    def ask(self, what: Any) -> None:
        if not self.is_open:
            raise Unavailable("closed")
        what(self)

    def until(self, is_done: Any, _: float) -> bool:
        if self._confirms == "breaks" and self.published:
            self.is_open = False
            raise Unavailable("lost")
        return bool(is_done())

    def close(self) -> None:
        self.is_open = False

    def confirm_delivery(self, told: Any, callback: Any) -> None:
        self._told = told
        callback(None)

    def add_on_return_callback(self, returned: Any) -> None:
        self._returned = returned

    def exchange_declare(self, *_: Any, callback: Any = None, **__: Any) -> None:
        if callback:
            callback(None)

    def queue_declare(self, *_: Any, arguments: dict[str, Any], **__: Any) -> None:
        self.declared.append(arguments)

    def queue_bind(self, *_: Any) -> None:
        """It is bound."""

    def basic_publish(self, _topic: str, _key: str, body: bytes, *_: Any, mandatory: bool) -> None:
        assert mandatory
        self.published.append(body)
        tag = len(self.published)
        if self._confirms == "returned":
            self._returned(None, None, None, body)
        if self._confirms in ("acks", "returned"):
            self._told(SimpleNamespace(method=Basic.Ack(tag, False)))
        if self._confirms == "nacks":
            self._told(SimpleNamespace(method=Basic.Nack(tag, False)))
        if self._confirms == "acks together" and tag == len(RECORDS):
            self._told(SimpleNamespace(method=Basic.Ack(tag, True)))


def publisher_over(monkeypatch: pytest.MonkeyPatch, *lines: FakeLine) -> RabbitPublisher:
    waiting = list(lines)
    monkeypatch.setattr(publisher_module, "Line", lambda *_: waiting.pop(0))
    return RabbitPublisher("amqp://nowhere", "orders-1", lambda _: ["notifications"])


@pytest.mark.parametrize("confirms", ["acks", "acks together"])
def test_it_returns_once_all_is_confirmed(monkeypatch: pytest.MonkeyPatch, confirms: str) -> None:
    line = FakeLine(confirms)
    publisher_over(monkeypatch, line).publish(RECORDS)
    assert line.published == [b"1", b"2"]


@pytest.mark.parametrize("confirms", ["nacks", "returned", "says nothing"])
def test_what_is_not_confirmed_or_has_no_queue_is_not_published(
    monkeypatch: pytest.MonkeyPatch, confirms: str
) -> None:
    with pytest.raises(Unavailable):
        publisher_over(monkeypatch, FakeLine(confirms)).publish(RECORDS)


def test_what_was_sent_on_a_line_that_broke_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = FakeLine("breaks"), FakeLine("acks")
    publisher_over(monkeypatch, broken, whole).publish(RECORDS)
    assert (broken.is_open, whole.published) == (False, [b"1", b"2"])


def test_rabbitmq_is_not_to_drop_what_comes_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each death of a replica and each new share deliver again what was not done."""
    line = FakeLine("acks")
    publisher_over(monkeypatch, line).publish(RECORDS)
    assert {each["x-delivery-limit"] for each in line.declared} == {NEVER}
