"""A replica that hangs in a handler, over a real Kafka: those that come after it get a share."""

import gc
import time
from collections.abc import Iterator

import pytest

from experiments.testing.kafka import Broker
from microservices.chassis import kafka_bus
from microservices.chassis.bus import Subscription
from microservices.chassis.consumer import RECEIVE_S
from microservices.chassis.kafka_bus import KafkaBus

pytestmark = [
    pytest.mark.real,
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
    ),
]
HUNG_MS = 2_000
A_REBALANCE_S = 3.0
WITHIN_S = 9.0  # under the 10 s after which a consumer that is not let in asks anew


@pytest.fixture
def topic(kafka: Broker) -> Iterator[str]:
    yield kafka.new_topic()
    gc.collect()  # here, where kafka-python's unclosed sockets are forgiven


def wait_assigned(subscription: Subscription) -> float:
    """Seconds until it has its share."""
    began = time.monotonic()
    while not subscription.assigned:
        assert time.monotonic() - began < WITHIN_S, "not let into the group"
        subscription.receive(RECEIVE_S)
    return time.monotonic() - began


def test_a_new_replica_waits_for_a_hung_one_no_longer_than_that_may_stay_away(
    kafka: Broker, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka_bus, "POLL_WITHIN_MS", HUNG_MS)
    group = f"readers-of-{topic}"
    hung = KafkaBus(kafka.servers, group, "reader-1").subscribe([topic])
    new = KafkaBus(kafka.servers, group, "reader-2").subscribe([topic])
    try:
        wait_assigned(hung)
        assert wait_assigned(new) < HUNG_MS / 1000 + A_REBALANCE_S
    finally:
        new.close()
        hung.close()
