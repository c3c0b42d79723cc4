"""Where messages go to their readers themselves, a reader that is down holds up no reader of other
topics."""

from collections.abc import Sequence

import pytest

from microservices.chassis.bus import Publisher, Record, Subscription
from microservices.chassis.lane import BATCH_OF_CALLS, WHOLE, Lane, lanes_of
from microservices.chassis.outbox import Outbox
from microservices.chassis.relay import Relay
from microservices.chassis.relays import Relays
from microservices.chassis.tests.harness import Store
from microservices.chassis.tests.messages import NOON
from shared_domain.kernel.errors import Unavailable

STOCK, MONEY, DEAD = "inventory.commands", "payments.commands", "orders.replies.dead"


class Calls:
    """A bus by which some topics cannot be sent now."""

    def __init__(self) -> None:
        self.down: set[str] = set()
        self.sent: list[tuple[str, str]] = []

    def publisher(self) -> Publisher:
        return self

    def subscribe(self, topics: Sequence[str]) -> Subscription:
        raise NotImplementedError

    def publish(self, records: Sequence[Record]) -> None:
        for record in records:
            if record.topic in self.down:
                raise Unavailable(f"nobody takes {record.topic}")
            self.sent.append((record.topic, record.payload.decode()))

    def close(self) -> None:
        """Nothing is open."""


def put(store: Store, *messages: tuple[str, str]) -> None:
    outbox = Outbox(lambda: NOON, str, lambda _: None)
    with store.database.write() as session:
        for topic, text in messages:
            outbox.put_raw(session, topic, "o-1", text.encode())


def relays(store: Store, calls: Calls) -> list[Relay]:
    lanes = lanes_of([STOCK, MONEY], is_direct=True)
    return [Relay(store.database, calls, lane=lane) for lane in lanes]


def test_a_broker_has_one_sender() -> None:
    assert lanes_of([STOCK, MONEY], is_direct=False) == (WHOLE,)
    assert WHOLE.takes(STOCK)
    assert WHOLE.takes(DEAD)


@pytest.mark.parametrize("topic", [STOCK, MONEY, DEAD])
def test_each_message_has_one_sender(topic: str) -> None:
    lanes = lanes_of([STOCK, MONEY], is_direct=True)
    assert [lane.takes(topic) for lane in lanes].count(True) == 1


def test_each_sender_takes_what_is_its_own_from_the_table(store: Store) -> None:
    calls = Calls()
    put(store, (STOCK, "1"), (MONEY, "2"), (DEAD, "3"), (STOCK, "4"))
    stock, money, rest = relays(store, calls)
    assert stock.send_batch() == 2
    assert calls.sent == [(STOCK, "1"), (STOCK, "4")]
    assert (money.send_batch(), rest.send_batch()) == (1, 1)
    assert store.unsent() == []


def test_a_reader_that_is_down_holds_up_no_reader_of_other_topics(store: Store) -> None:
    calls = Calls()
    calls.down = {STOCK}
    put(store, *((STOCK, str(number)) for number in range(BATCH_OF_CALLS + 1)), (MONEY, "pay"))
    stock, money, _ = relays(store, calls)
    with pytest.raises(Unavailable):
        stock.send_batch()
    money.send_batch()
    assert calls.sent == [(MONEY, "pay")]


def test_a_lane_sends_no_more_at_a_time_than_it_may(store: Store) -> None:
    put(store, (STOCK, "1"), (STOCK, "2"), (STOCK, "3"))
    relay = Relay(store.database, Calls(), lane=Lane((STOCK,), others=False, batch=2))
    assert [relay.send_batch(), relay.send_batch()] == [2, 1]


def test_what_is_committed_is_handed_to_its_own_sender(store: Store) -> None:
    calls = Calls()
    own = relays(store, calls)
    all_of_them = Relays(own)
    for relay in own:
        relay.sweep()
    outbox = Outbox(lambda: NOON, str, all_of_them.hand_over)
    with store.database.write() as session:
        outbox.put_raw(session, MONEY, "o-1", b"pay")
    assert all_of_them.age_s() > 0
    stock, money, _ = own
    stock.send_handed_over()
    assert calls.sent == []
    money.send_handed_over()
    assert calls.sent == [(MONEY, "pay")]
    assert all_of_them.age_s() == 0
