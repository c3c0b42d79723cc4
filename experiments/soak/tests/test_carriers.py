"""Poison and counts by each transport, as far as no server is needed for them."""

from typing import Any

import pytest

from experiments.soak.carriers import copies, rabbitmq
from experiments.soak.ground import NotSeen
from experiments.soak.planting import POURING, pouring
from experiments.soak.poisons import Poison
from experiments.soak.tests.made import FakeArm
from experiments.testing.answering import answering
from experiments.topology import RABBITMQ, REST, SERVICES, TRANSPORTS
from experiments.transports import over
from shared_domain.messages.forms import JSON

POISON = Poison("poison-1", "orders.events", "{}")


class Calling(FakeArm):
    url = "http://127.0.0.1:1"

    @property
    def bus_url(self) -> str:
        return self.url


@pytest.fixture
def calling() -> Calling:
    return Calling(over(SERVICES, REST, JSON))


def test_every_transport_is_counted_and_poisoned() -> None:
    assert set(POURING) == set(copies.BY_TRANSPORT) == set(TRANSPORTS)


def test_poison_goes_into_the_mailbox_of_who_reads_its_topic(calling: Calling) -> None:
    asked: list[str] = []

    def mailbox(path: str, _: Any) -> tuple[int, Any]:
        asked.append(path)
        return 204, None

    with answering(mailbox) as calling.url, pouring(calling) as pour:
        pour(POISON)
    assert asked == ["/mailbox/notifications/orders.events?key=poison-1"]


@pytest.mark.parametrize("status", [404, 503])
def test_a_mailbox_that_does_not_take_it_is_said(calling: Calling, status: int) -> None:
    said = pytest.raises(NotSeen, match=f"notifications answers {status}")
    with answering(lambda *_: (status, None)) as calling.url, pouring(calling) as pour, said:
        pour(POISON)


def test_a_mailbox_that_is_not_there_is_said(calling: Calling) -> None:
    with pouring(calling) as pour, pytest.raises(NotSeen):
        pour(POISON)


class Channel:
    def __init__(self) -> None:
        self.published: list[tuple[str, bytes, bool]] = []

    def confirm_delivery(self) -> None:
        """From now on it raises what is not taken."""

    def basic_publish(self, topic: str, _: str, body: bytes, __: Any, mandatory: bool) -> None:
        self.published.append((topic, body, mandatory))


def test_poison_goes_to_its_topic_where_rabbitmq_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = Channel()

    class Connection:
        def __init__(self, _: Any) -> None: ...

        def channel(self) -> Channel:
            return channel

        def close(self) -> None: ...

    monkeypatch.setattr(rabbitmq, "BlockingConnection", Connection)
    arm = Calling(over(SERVICES, RABBITMQ, JSON))
    arm.url = "amqp://guest:guest@127.0.0.1:1"
    with pouring(arm) as pour:
        pour(POISON)
    assert channel.published == [("orders.events", b"{}", True)]
