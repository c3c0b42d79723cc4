"""The container of the broker: the official image of Apache Kafka, with the lab's settings."""

from pathlib import PurePosixPath
from typing import Final

from experiments.budget import Broker, Budget
from experiments.stacks.docker.box import Box
from experiments.stacks.local.kafka import CLUSTER_ID, NAME, settings
from experiments.stacks.local.process import Probe

DATA: Final = PurePosixPath("/tmp/cleave-broker")  # noqa: S108 - inside the container
"""In no volume that the image declares; see postgres.DATA."""
GRACE_S: Final = 30
TOPICS: Final = """
import sys, time
from kafka import KafkaConsumer
from kafka.admin import KafkaAdminClient, NewTopic

server, partitions, *names = sys.argv[1:]
admin = KafkaAdminClient(bootstrap_servers=server, request_timeout_ms=10000)
present = set(admin.list_topics())
new = [NewTopic(each, int(partitions), 1) for each in names if each not in present]
if new:
    admin.create_topics(new)
admin.close()
consumer = KafkaConsumer(names[0], bootstrap_servers=server, group_id="template")
end = time.monotonic() + 30
while not consumer.assignment() and time.monotonic() < end:
    consumer.poll(timeout_ms=100)
is_formed = bool(consumer.assignment())
consumer.close()
sys.exit(None if is_formed else "no group was formed")
"""
"""Makes the topics and, by joining a group once, also the one where groups keep offsets. Run with
the Python of one of our images, which have a client; the broker's own tools start a Java machine
for each topic."""


def broker_box(image: str, port: int, controller_port: int, budget: Budget) -> Box:
    return Box(
        name=NAME,
        group=NAME,
        image=image,
        command=(),
        environment=variables(budget.broker, port, controller_port),
        ports=(port,),
        probe=Probe("kafka", port),
        memory_mb=budget.containers.broker_mb,
        grace_s=GRACE_S,
    )


def variables(
    budget: Broker, port: int, controller_port: int, data: PurePosixPath = DATA
) -> dict[str, str]:
    """server.properties, as the image wants them: KAFKA_ and the name in capitals. Clients find the
    broker by its name."""
    lines = settings(budget, port, controller_port, data).splitlines()
    properties = dict(line.split("=", 1) for line in lines)
    properties |= {
        "listeners": f"PLAINTEXT://:{port},CONTROLLER://:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://{NAME}:{port}",
        "controller.quorum.voters": f"1@localhost:{controller_port}",
    }
    named = {f"KAFKA_{key.upper().replace('.', '_')}": value for key, value in properties.items()}
    return named | {
        "CLUSTER_ID": CLUSTER_ID,
        "KAFKA_HEAP_OPTS": f"-Xms{budget.heap_min_mb}m -Xmx{budget.heap_max_mb}m",
        "KAFKA_JVM_PERFORMANCE_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        "KAFKA_LOG4J_ROOT_LOGLEVEL": "ERROR",
    }
