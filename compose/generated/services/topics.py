"""Makes the topics and, by joining a group once, also the one where groups keep offsets.

    make_topics.py SERVER PARTITIONS TOPIC ...

It runs inside a container, with the Python of one of our images, which have a client: the broker's
own tools start a Java machine for each topic. So it imports nothing of ours.
"""

import sys
import time

from kafka import KafkaConsumer
from kafka.admin import KafkaAdminClient, NewTopic

REQUEST_MS = 10_000
PATIENCE_S = 30.0


def create(server: str, partitions: int, names: list[str]) -> None:
    """Those that are not there yet."""
    admin = KafkaAdminClient(bootstrap_servers=server, request_timeout_ms=REQUEST_MS)
    present = set(admin.list_topics())
    if new := [NewTopic(each, partitions, 1) for each in names if each not in present]:
        admin.create_topics(new)
    admin.close()


def forms_group(server: str, name: str) -> bool:
    consumer = KafkaConsumer(name, bootstrap_servers=server, group_id="template")
    end = time.monotonic() + PATIENCE_S
    while not consumer.assignment() and time.monotonic() < end:
        consumer.poll(timeout_ms=100)
    is_formed = bool(consumer.assignment())
    consumer.close()
    return is_formed


if __name__ == "__main__":
    server, partitions, *names = sys.argv[1:]
    create(server, int(partitions), names)
    sys.exit(None if forms_group(server, names[0]) else "no group was formed")
