"""The door of a mailbox, and what calling it may come to."""

import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from experiments.testing.answering import answering
from microservices.chassis.bus import Record
from microservices.chassis.rest import publisher as publisher_module
from microservices.chassis.rest.bus import RestBus
from microservices.chassis.rest.door import LARGEST_MESSAGE, NAME, mailbox_routes
from microservices.chassis.rest.subscription import MailboxSubscription
from microservices.chassis.tests.harness import Store
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.http.application import MAX_BODY_BYTES, http_application

NOWHERE = "postgresql+psycopg://m:m@127.0.0.1:1/m"
RECORD = Record("inventory.commands", "o-1", b"{}")
THREE = [Record("inventory.commands", f"o-{number}", b"{}") for number in (1, 2, 3)]
DOOR = "/mailbox/inventory/inventory.commands?key=o-1"


@pytest.fixture
def door(store: Store) -> FlaskClient:
    routes = [mailbox_routes("inventory", store.database)]
    return http_application("inventory", routes, bodies={NAME: LARGEST_MESSAGE}).test_client()


@pytest.fixture
def mailbox(store: Store) -> Iterator[MailboxSubscription]:
    url = store.database.engine.url.render_as_string(hide_password=False)
    subscription = MailboxSubscription(url, ["inventory.commands"])
    yield subscription
    subscription.close()


def test_what_is_put_in_by_the_door_is_received(
    door: FlaskClient, mailbox: MailboxSubscription
) -> None:
    assert door.post(DOOR, data=b"\x99hello").status_code == 204
    (received,) = mailbox.receive(0.1)
    assert (received.topic, received.payload) == ("inventory.commands", b"\x99hello")


def test_it_takes_a_message_that_is_larger_than_a_customers_request(door: FlaskClient) -> None:
    assert door.post(DOOR, data=b"x" * (MAX_BODY_BYTES + 1)).status_code == 204
    assert door.post(DOOR, data=b"x" * (LARGEST_MESSAGE + 1)).status_code == 413


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/mailbox/payments/payments.commands?key=o-1", 404),
        ("/mailbox/inventory/orders.events?key=o-1", 404),
        ("/mailbox/inventory/inventory.commands", 422),
        (f"/mailbox/inventory/inventory.commands?key={'k' * 201}", 422),
    ],
    ids=["another reader", "another topic", "no key", "too long a key"],
)
def test_what_is_not_for_it_is_refused(door: FlaskClient, path: str, status: int) -> None:
    assert door.post(path, data=b"{}").status_code == status


def test_a_message_is_published_once_each_reader_has_said_so() -> None:
    asked: list[str] = []

    def reader(path: str, _: object) -> tuple[int, object]:
        asked.append(path)
        return 204, None

    with answering(reader) as url:
        RestBus(url, NOWHERE, lambda _: ["one", "two"]).publisher().publish([RECORD])
    assert asked == [f"/mailbox/{name}/inventory.commands?key=o-1" for name in ("one", "two")]


def test_one_reader_is_told_while_another_is_down_and_not_again_when_that_is_back() -> None:
    told: list[tuple[str, str]] = []
    down = {"one"}

    def reader(path: str, _: object) -> tuple[int, object]:
        _, _, name, rest = path.split("/")
        if name in down:
            return 503, None
        told.append((name, rest[-3:]))
        return 204, None

    with answering(reader) as url:
        bus = RestBus(url, NOWHERE, lambda _: ["one", "two"])
        for _ in range(2):
            with pytest.raises(Unavailable, match="one answered 503"):
                bus.publisher().publish(THREE)
        assert told == [("two", key) for key in ("o-1", "o-2", "o-3")]
        down.clear()
        bus.publisher().publish(THREE)
    assert told[3:] == [("one", key) for key in ("o-1", "o-2", "o-3")]


def test_who_takes_one_message_is_not_told_those_before_it_again_but_those_after_it() -> None:
    told: list[str] = []
    full = True

    def reader(path: str, _: object) -> tuple[int, object]:
        if full and path.endswith("o-2"):
            return 503, None
        told.append(path[-3:])
        return 204, None

    with answering(reader) as url:
        bus = RestBus(url, NOWHERE)
        with pytest.raises(Unavailable):
            bus.publisher().publish(THREE)
        full = False
        bus.publisher().publish(THREE)
        assert told == ["o-1", "o-2", "o-3"]
        bus.publisher().publish(THREE)
    assert told == ["o-1", "o-2", "o-3"] * 2


def test_what_nobody_reads_is_published_at_once() -> None:
    with answering(lambda *_: (500, None)) as url:
        RestBus(url, NOWHERE, lambda _: []).publisher().publish([RECORD])


@pytest.mark.parametrize("status", [200, 404, 413, 503])
def test_any_other_answer_is_unavailable(status: int) -> None:
    with answering(lambda *_: (status, None)) as url:
        publisher = RestBus(url, NOWHERE).publisher()
        with pytest.raises(Unavailable, match=f"inventory answered {status}"):
            publisher.publish([RECORD])


def test_all_calls_share_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publisher_module, "PUBLISH_TIMEOUT_S", 0.0)
    with answering(lambda *_: (204, None)) as url:
        publisher = RestBus(url, NOWHERE).publisher()
        began = time.monotonic()
        with pytest.raises(Unavailable, match="too slowly"):
            publisher.publish([RECORD])
        assert time.monotonic() - began < publisher_module.CALL_TIMEOUT_S


def test_without_its_database_nobody_subscribes() -> None:
    with pytest.raises(Unavailable):
        RestBus("http://127.0.0.1:1", NOWHERE).subscribe(["inventory.commands"])
