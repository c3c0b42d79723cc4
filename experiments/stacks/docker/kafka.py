"""The container of the broker: the official image of Apache Kafka, with the lab's settings."""

from pathlib import Path, PurePosixPath
from typing import Final

from experiments.budget import Broker, Budget
from experiments.stacks.docker.box import Box
from experiments.stacks.local.kafka import CLUSTER_ID, NAME, settings
from experiments.stacks.local.process import Probe

DATA: Final = PurePosixPath("/tmp/cleave-broker")  # noqa: S108 - inside the container
"""In no volume that the image declares; see postgres.DATA."""
GRACE_S: Final = 30
MAKE_TOPICS: Final = Path(__file__).with_name("make_topics.py").read_text("utf-8")
"""A program for the inside of a container."""


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
