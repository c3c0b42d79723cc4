"""The programs an arm is built from, and the passwords of its databases, opened once."""

from dataclasses import dataclass
from pathlib import Path

from experiments.budget import Budget
from experiments.stacks.local.gateway import open_envoy
from experiments.stacks.local.kafka import Kafka, open_kafka
from experiments.stacks.local.passwords import Passwords, open_passwords
from experiments.stacks.local.places import Places
from experiments.stacks.local.postgres import Postgres, open_postgres
from experiments.stacks.local.rabbitmq import RabbitMq, open_rabbitmq
from experiments.topology import KAFKA, RABBITMQ, Topology


@dataclass(frozen=True)
class Kit:
    """What is the same at each start; of brokers only the one that the arm has."""

    postgres: Postgres
    kafka: Kafka | None
    rabbitmq: RabbitMq | None
    envoy: Path
    passwords: Passwords


def open_kit(topology: Topology, budget: Budget, places: Places) -> Kit:
    """StackError names the first program that this platform lacks."""
    return Kit(
        postgres=open_postgres(places),
        kafka=open_kafka(budget.broker) if topology.transport == KAFKA else None,
        rabbitmq=open_rabbitmq(budget.broker) if topology.transport == RABBITMQ else None,
        envoy=open_envoy(),
        passwords=open_passwords(places.cache),
    )
