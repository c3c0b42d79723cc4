"""What kafka-python raises, and when, that a real broker cannot be made to do on demand."""

import socket
import time
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from kafka.errors import KafkaError, KafkaTimeoutError

from microservices.chassis import kafka_bus, kafka_group, kafka_settings
from microservices.chassis.bus import PUBLISH_TIMEOUT_S, Delivery, Record
from microservices.chassis.kafka_bus import KafkaBus
from shared_domain.kernel.errors import Unavailable

RECEIVED = {"topic": "orders.replies", "partition": 3, "offset": 17, "value": None}
RECORD = Record("orders.events", "o-1", b"{}")


class Coordinator:
    """Whether kafka-python means to join: a new client does."""

    def __init__(self) -> None:
        self.joins = True

    def need_rejoin(self) -> bool:
        return self.joins

    def request_rejoin(self) -> None:
        self.joins = True


class Client:
    """Stands for kafka-python's clients: `errors` are raised by the call of that name."""

    made: list["Client"]
    removed: list[tuple[str, str, str]]
    errors: dict[str, Exception]

    def __init__(self, *_: Any, **__: Any) -> None:
        self._do("make")
        self.made.append(self)
        self._coordinator = Coordinator()

    def send(self, *_: Any) -> "Client":
        return self

    def get(self, timeout: float) -> None:
        self._do("get")

    def poll(self, timeout_ms: int) -> dict[str, list[Any]]:
        self._do("poll")
        return {"orders.replies-3": [SimpleNamespace(**RECEIVED)]}

    def subscribe(self, topics: Sequence[str], listener: Any) -> None:
        self.listener = listener

    def group_metadata(self) -> SimpleNamespace:
        return SimpleNamespace(group_id="orders", member_id="m-7", group_instance_id="orders-1")

    def remove_group_members(self, group: str, members: Sequence[Any]) -> None:
        self._do("remove")
        self.removed += [(group, each.member_id, each.group_instance_id) for each in members]

    def commit(self, timeout_ms: int) -> None:
        self._do("commit")

    def close(self, **_: Any) -> None:
        self._do("close")

    def _do(self, name: str) -> None:
        if name in self.errors:
            raise self.errors[name]


@pytest.fixture
def kafka_python(monkeypatch: pytest.MonkeyPatch) -> type[Client]:
    class Fresh(Client):
        made: list[Client] = []  # noqa: RUF012 - one list a test
        removed: list[tuple[str, str, str]] = []  # noqa: RUF012
        errors: dict[str, Exception] = {}  # noqa: RUF012

    monkeypatch.setattr(kafka_bus, "KafkaProducer", Fresh)
    monkeypatch.setattr(kafka_bus, "KafkaConsumer", Fresh)
    monkeypatch.setattr(kafka_group, "KafkaAdminClient", Fresh)
    monkeypatch.setattr(kafka_bus, "COMMIT_EVERY_S", 0)
    return Fresh


@pytest.fixture
def bus() -> Iterator[KafkaBus]:
    """Somebody listens where the broker should be."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        yield KafkaBus(f"127.0.0.1:1,127.0.0.1:{port}", "orders", "orders-1")


def test_where_nobody_listens_no_client_is_made_and_no_time_is_lost(
    kafka_python: type[Client],
) -> None:
    """kafka-python would leave a thread behind for each try."""
    bus = KafkaBus("127.0.0.1:1", "orders", "orders-1")
    began = time.monotonic()
    with pytest.raises(Unavailable):
        bus.publisher()
    with pytest.raises(Unavailable):
        bus.subscribe(["orders.replies"])
    assert kafka_python.made == []
    assert time.monotonic() - began < kafka_settings.CONNECT_TIMEOUT_S


def test_a_client_that_finds_no_broker_is_unavailable(
    bus: KafkaBus, kafka_python: type[Client]
) -> None:
    kafka_python.errors["make"] = KafkaTimeoutError()
    with pytest.raises(Unavailable):
        bus.publisher()
    with pytest.raises(Unavailable):
        bus.subscribe(["orders.replies"])


def test_not_knowing_whether_it_was_published_is_unavailable(
    bus: KafkaBus, kafka_python: type[Client]
) -> None:
    kafka_python.errors["get"] = KafkaTimeoutError()
    with pytest.raises(Unavailable):
        bus.publisher().publish([RECORD])


def test_sending_and_waiting_share_one_time(
    bus: KafkaBus, kafka_python: type[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each send may block, and each wait for what was sent."""
    now = [0.0]

    def block(_: Client, *__: Any) -> Client:
        now[0] += kafka_bus.SEND_BLOCKS_S
        return Client.__new__(kafka_python)

    def wait(_: Client, timeout: float) -> None:
        now[0] += timeout
        if timeout < 0.5:
            raise KafkaTimeoutError

    monkeypatch.setattr(kafka_python, "send", block)
    monkeypatch.setattr(kafka_python, "get", wait)
    publisher = bus.publisher()
    monkeypatch.setattr(kafka_bus, "time", SimpleNamespace(monotonic=lambda: now[0]))
    for records in (2, 3, 50):
        began = now[0]
        with pytest.raises(Unavailable):
            publisher.publish([RECORD] * records)
        assert now[0] - began <= PUBLISH_TIMEOUT_S


def test_receiving_nothing_for_an_error_is_unavailable(
    bus: KafkaBus, kafka_python: type[Client]
) -> None:
    kafka_python.errors["poll"] = KafkaError()
    with pytest.raises(Unavailable):
        bus.subscribe(["orders.replies"]).receive(0.1)


def test_who_is_not_let_into_the_group_in_time_is_unavailable_and_so_asks_anew(
    bus: KafkaBus, kafka_python: type[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    subscription = bus.subscribe(["orders.replies"])
    subscription.receive(0.1)
    monkeypatch.setattr(kafka_group, "JOIN_WITHIN_S", 0)
    with pytest.raises(Unavailable, match="not let into its group"):
        subscription.receive(0.1)


@pytest.mark.parametrize("has_share", [True, False])
def test_who_takes_itself_for_a_member_without_having_a_share_joins_again(
    bus: KafkaBus, kafka_python: type[Client], has_share: bool
) -> None:
    subscription = bus.subscribe(["orders.replies"])
    (client,) = kafka_python.made
    client._coordinator.joins = False
    if has_share:
        client.listener.on_partitions_assigned([])
    subscription.receive(0.0)
    assert client._coordinator.joins is not has_share


def test_a_record_without_a_value_is_a_message_without_a_byte(
    bus: KafkaBus, kafka_python: type[Client]
) -> None:
    """So that it ends in the dead letters, and not the consumer with it."""
    received = bus.subscribe(["orders.replies"]).receive(0.1)
    assert received == [Delivery("orders.replies", "orders.replies:3:17", b"")]


def test_what_cannot_be_committed_comes_again_so_that_is_no_error(
    bus: KafkaBus, kafka_python: type[Client]
) -> None:
    kafka_python.errors["commit"] = KafkaError()
    bus.subscribe(["orders.replies"]).done()


def test_closing_never_raises_also_not_with_something_unsent(
    bus: KafkaBus, kafka_python: type[Client]
) -> None:
    """An error here would end the thread of the relay, or of the consumer."""
    kafka_python.errors["close"] = KafkaTimeoutError()
    bus.publisher().close()
    bus.subscribe(["orders.replies"]).close()


def test_who_leaves_is_removed_as_the_member_it_is_and_not_by_its_name_alone(
    bus: KafkaBus, kafka_python: type[Client]
) -> None:
    """A restarted replica has the name by then, and must not be put out."""
    bus.subscribe(["orders.replies"]).leave()
    assert kafka_python.removed == [("orders", "m-7", "orders-1")]


@pytest.mark.parametrize("step", ["commit", "close", "remove"])
def test_leaving_never_raises(bus: KafkaBus, kafka_python: type[Client], step: str) -> None:
    subscription = bus.subscribe(["orders.replies"])
    kafka_python.errors[step] = KafkaTimeoutError()
    subscription.leave()
