"""Creates the arm's topics, once, for the broker's template; and waits until they are served."""

import contextlib
import logging
import time
from collections.abc import Iterator
from typing import Any, Final

from kafka import KafkaConsumer
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError

from experiments.stacks.protocol import StackError
from experiments.topology import PARTITIONS

POLL_S: Final = 0.05
REQUEST_MS: Final = 5000
_PATIENCE: Final[dict[str, Any]] = {
    "reconnect_backoff_ms": 20,
    "reconnect_backoff_max_ms": 100,
    "request_timeout_ms": REQUEST_MS,
}


def create_topics(port: int, topics: tuple[str, ...], deadline_s: float) -> None:
    """Makes the topics, and by joining a group once also the one where groups keep offsets.
    StackError when no group is formed in time."""
    with _admin(port, deadline_s) as admin:
        admin.create_topics([NewTopic(topic, PARTITIONS, 1) for topic in topics])
    group = f"template-{topics[0]}"  # nobody's yet: one who has left badly would be waited for
    consumer = KafkaConsumer(
        topics[0], bootstrap_servers=f"127.0.0.1:{port}", group_id=group, **_PATIENCE
    )
    end = time.monotonic() + deadline_s
    while not consumer.assignment() and time.monotonic() < end:
        consumer.poll(timeout_ms=100)
    is_formed = bool(consumer.assignment())
    consumer.close()
    if not is_formed:
        raise StackError(f"the broker formed no group within {deadline_s:.0f} s")


def wait_for_topics(port: int, topics: tuple[str, ...], deadline_s: float) -> None:
    """Returns when the broker serves all of them; StackError when it does not in time."""
    end = time.monotonic() + deadline_s
    with _admin(port, deadline_s) as admin:
        while missing := set(topics) - set(admin.list_topics()):
            if time.monotonic() > end:
                raise StackError(f"the broker does not serve {min(missing)}")
            time.sleep(POLL_S)


@contextlib.contextmanager
def _admin(port: int, deadline_s: float) -> Iterator[Any]:
    end = time.monotonic() + deadline_s
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    while True:
        try:
            admin = KafkaAdminClient(bootstrap_servers=f"127.0.0.1:{port}", **_PATIENCE)
            break
        except KafkaError as error:
            if time.monotonic() > end:
                raise StackError(f"the broker does not answer: {error}") from error
            time.sleep(POLL_S)
    try:
        yield admin
    finally:
        admin.close()
