"""What the chassis relies on, of any bus: held over the one in memory, over a real Kafka, a real
RabbitMQ, and services that call each other."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from experiments.testing.waiting import wait_until
from experiments.topology import PARTITIONS
from microservices.chassis import kafka_bus
from microservices.chassis.bus import Record
from microservices.chassis.consumer import RECEIVE_S
from microservices.chassis.tests.installations import SENT_AHEAD, WITHIN_S, Installation
from microservices.chassis.tests.receiving import Publish, Subscribe, receive, receiving, texts
from shared_domain.kernel.errors import Unavailable

pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
)


def is_published(publish: Publish, text: str) -> bool:
    """Who is refused tries again, as the relay does."""
    try:
        publish(text)
    except Unavailable:
        return False
    return True


def test_what_is_published_arrives_with_its_topic_and_a_place_of_its_own(
    topic: str, subscribe: Subscribe, publish: Publish
) -> None:
    publish("hello", "again")
    first, second = receive(subscribe(), 2)
    assert (first.topic, first.payload) == (topic, b"hello")
    assert first.place.startswith(f"{topic}:")
    assert first.place != second.place


def test_records_of_one_key_keep_their_order(subscribe: Subscribe, publish: Publish) -> None:
    for number in range(10):
        for key in ("o-1", "o-2", "o-3"):
            publish(f"{key} {number}", key=key)
    received = texts(receive(subscribe(), 30))
    for key in ("o-1", "o-2", "o-3"):
        own = [text for text in received if text.startswith(key)]
        assert own == [f"{key} {number}" for number in range(10)]


def test_a_new_group_gets_what_was_published_before_it_came(
    subscribe: Subscribe, publish: Publish
) -> None:
    publish("early")
    assert texts(receive(subscribe("late"), 1)) == ["early"]


def test_each_group_gets_everything(subscribe: Subscribe, publish: Publish) -> None:
    publish("for all")
    assert texts(receive(subscribe("some"), 1)) == ["for all"]
    assert texts(receive(subscribe("others"), 1)) == ["for all"]


def receive_until_assigned(subscribe: Subscribe, replicas: Sequence[str]) -> None:
    """All of them at once, as replicas do: a group waits for each of its members. One that is not
    let in within its time comes anew, as a consumer does."""
    until = time.monotonic() + WITHIN_S
    members = {replica: subscribe(replica=replica) for replica in replicas}

    def receive(replica: str) -> None:
        while not all(each.assigned for each in members.values()):
            assert time.monotonic() < until
            try:
                members[replica].receive(RECEIVE_S)
            except Unavailable:
                members[replica].close()
                members[replica] = subscribe(replica=replica)

    with ThreadPoolExecutor(len(replicas)) as pool:
        list(pool.map(receive, replicas))


def test_it_is_assigned_once_it_may_receive(subscribe: Subscribe, publish: Publish) -> None:
    subscription = subscribe()
    assert not subscription.assigned
    publish("hello")
    receive(subscription, 1)
    assert subscription.assigned


def test_one_more_than_there_are_partitions_is_assigned_too(subscribe: Subscribe) -> None:
    replicas = [f"replica-{number}" for number in range(PARTITIONS + 1)]
    receive_until_assigned(subscribe, replicas)


def test_nothing_comes_within_the_time_when_there_is_nothing(subscribe: Subscribe) -> None:
    assert subscribe().receive(0.01) == []


def test_what_is_left_to_receive_is_known(
    topic: str, subscribe: Subscribe, publish: Publish
) -> None:
    publish(*map(str, range(30)))
    subscription = subscribe()
    received = receive(subscription, 1)
    assert subscription.behind == {topic: 30 - len(received)}


def test_what_was_not_done_comes_again_after_a_crash(
    subscribe: Subscribe, publish: Publish
) -> None:
    publish("first", "second")
    crashed = subscribe()
    receive(crashed, 2)
    crashed.close()
    assert texts(receive(subscribe(), 2)) == ["first", "second"]


def test_what_was_done_does_not_come_again(subscribe: Subscribe, publish: Publish) -> None:
    publish("first")
    before = subscribe()
    receive(before, 1)
    before.done()
    before.close()
    publish("second")
    assert texts(receive(subscribe(), 1)) == ["second"]


def test_replicas_of_a_group_share_the_work(subscribe: Subscribe, publish: Publish) -> None:
    replicas = [subscribe(replica="reader-1"), subscribe(replica="reader-2")]
    until = time.monotonic() + WITHIN_S
    received: list[list[str]] = [[], []]
    while not all(received):  # a share of the partitions each, once both have joined
        assert time.monotonic() < until, f"one replica got everything: {received}"
        for number in range(8):
            publish(f"o-{number}", key=f"o-{number}")
        for replica, heap in zip(replicas, received, strict=True):
            heap += texts(replica.receive(0.2))


A_BACKLOG = SENT_AHEAD + 10  # of each key
NOT_AT_ONCE_S = 0.05


def put_backlog(publish: Publish, *keys: str) -> list[str]:
    backlog: list[str] = []
    for key in keys:
        own = [f"{key} {number}" for number in range(A_BACKLOG)]
        publish(*own, key=key)
        backlog += own
    return backlog


def in_order_of_keys(handled: Sequence[str]) -> list[str]:
    """Each once, as it came first, with those of a key together."""
    return sorted(dict.fromkeys(handled), key=lambda text: text.split()[0])


def test_a_key_keeps_its_order_when_another_replica_takes_its_share(
    subscribe: Subscribe, publish: Publish
) -> None:
    """Under a backlog: what the first has received and not done comes before what is left."""
    backlog = put_backlog(publish, *(f"o-{number}" for number in range(8)))
    handled: list[str] = []
    working: set[str] = set()
    both_work = Event()
    until = time.monotonic() + WITHIN_S

    def work(replica: str) -> None:
        subscription = subscribe(replica=replica)
        while len(set(handled)) < len(backlog) and time.monotonic() < until:
            received = subscription.receive(RECEIVE_S)
            for text in texts(received):
                working.add(replica)
                handled.append(text)
                if len(working) == 2:
                    both_work.set()
                both_work.wait(NOT_AT_ONCE_S)
            if received:
                subscription.done()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(work, "reader-1")
        wait_until(lambda: bool(handled), WITHIN_S)
        second = pool.submit(work, "reader-2")
        first.result()
        second.result()
    assert working == {"reader-1", "reader-2"}
    assert in_order_of_keys(handled) == backlog


def test_a_key_keeps_its_order_when_a_replica_leaves(
    subscribe: Subscribe, publish: Publish
) -> None:
    backlog = put_backlog(publish, "o-1")
    leaving = subscribe(replica="reader-1")
    handled = texts(receive(leaving, 1))
    leaving.done()
    staying = subscribe(replica="reader-2")
    handled += texts(staying.receive(0.01))
    leaving.leave()
    until = time.monotonic() + WITHIN_S
    while len(set(handled)) < len(backlog) and time.monotonic() < until:
        handled += texts(staying.receive(RECEIVE_S))
        staying.done()
    assert in_order_of_keys(handled) == backlog


def test_who_leaves_hands_its_share_to_the_others_at_once(
    subscribe: Subscribe, publish: Publish
) -> None:
    """Sooner than the session of a replica that crashed would time out."""
    leaving, staying = subscribe(replica="reader-1"), subscribe(replica="reader-2")
    with receiving(leaving, staying):
        wait_until(lambda: leaving.assigned and staying.assigned, WITHIN_S)
    leaving.leave()
    left_at = time.monotonic()
    for number in range(8):
        publish(f"o-{number}", key=f"o-{number}")
    assert sorted(texts(receive(staying, 8))) == [f"o-{number}" for number in range(8)]
    assert time.monotonic() - left_at < kafka_bus.SESSION_TIMEOUT_MS / 1000 / 2


def test_what_was_done_before_leaving_does_not_come_again(
    subscribe: Subscribe, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka_bus, "COMMIT_EVERY_S", 60)
    publish("first")
    leaving = subscribe(replica="reader-1")
    receive(leaving, 1)
    leaving.done()
    leaving.leave()
    publish("second")
    assert texts(receive(subscribe(replica="reader-2"), 1)) == ["second"]


def test_what_was_received_and_not_done_before_leaving_comes_again(
    subscribe: Subscribe, publish: Publish
) -> None:
    publish("first")
    leaving = subscribe(replica="reader-1")
    receive(leaving, 1)
    leaving.leave()
    assert texts(receive(subscribe(replica="reader-2"), 1)) == ["first"]


def test_while_the_broker_is_down_that_is_said_and_nothing_else_breaks(
    broker: Installation, topic: str, subscribe: Subscribe, publish: Publish
) -> None:
    publish("before")
    subscription = subscribe()
    publisher = broker.open("writers", "writer-2").publisher()
    assert texts(receive(subscription, 1)) == ["before"]
    broker.stop()
    try:
        with pytest.raises(Unavailable):
            publisher.publish([Record(topic, "o-1", b"lost")])
        with pytest.raises(Unavailable):
            broker.open("writers", "writer-3").publisher()
        with pytest.raises(Unavailable):
            subscribe(replica="reader-2")
        subscription.done()
        subscription.leave()
        publisher.close()
    finally:
        broker.start()


def test_it_goes_on_when_the_broker_is_back(
    broker: Installation, subscribe: Subscribe, publish: Publish
) -> None:
    publish("before")
    subscription = subscribe()
    receive(subscription, 1)
    broker.stop()
    broker.start()
    wait_until(lambda: is_published(publish, "after"))
    while (latest := texts(receive(subscription, 1)))[-1] != "after":
        assert set(latest) == {"before"}
