"""A replica that hangs in a handler: the others get its share, over each transport."""

import time

import pytest

from experiments.testing.waiting import wait_until
from microservices.chassis import kafka_bus
from microservices.chassis.bus import Subscription
from microservices.chassis.consumer import RECEIVE_S
from microservices.chassis.rabbitmq import subscription as over_rabbitmq
from microservices.chassis.rest import shares as over_rest
from microservices.chassis.tests.installations import REAL, WITHIN_S
from microservices.chassis.tests.receiving import Publish, Subscribe, receiving, texts

pytestmark = [
    pytest.mark.real,
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
    ),
    pytest.mark.parametrize("broker", REAL, indirect=True),
]
HUNG_AFTER_S = 3
A_REBALANCE_S = 10.0  # of Kafka, with the session of who hangs
KEYS = [f"o-{number}" for number in range(8)]


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka_bus, "POLL_WITHIN_MS", HUNG_AFTER_S * 1000)
    monkeypatch.setattr(over_rabbitmq, "HEARTBEAT_S", HUNG_AFTER_S // 3)
    monkeypatch.setattr(over_rest, "SILENT_S", HUNG_AFTER_S)


def require_all(publish: Publish, subscription: Subscription) -> None:
    """Of every partition, and within the time. Some may come again."""
    for key in KEYS:
        publish(key, key=key)
    until = time.monotonic() + HUNG_AFTER_S + A_REBALANCE_S
    received: set[str] = set()
    while received != set(KEYS):
        assert time.monotonic() < until, f"only {sorted(received)} came"
        received.update(texts(subscription.receive(RECEIVE_S)))


def test_one_that_comes_when_another_hangs_gets_the_share_of_that(
    subscribe: Subscribe, publish: Publish
) -> None:
    hung = subscribe(replica="reader-1")
    with receiving(hung):
        wait_until(lambda: hung.assigned, WITHIN_S)
    new = subscribe(replica="reader-2")
    new.receive(RECEIVE_S)
    require_all(publish, new)


def test_one_that_works_gets_the_share_of_another_that_begins_to_hang(
    subscribe: Subscribe, publish: Publish
) -> None:
    hung, working = subscribe(replica="reader-1"), subscribe(replica="reader-2")
    with receiving(hung, working):
        wait_until(lambda: hung.assigned and working.assigned, WITHIN_S)
    require_all(publish, working)
