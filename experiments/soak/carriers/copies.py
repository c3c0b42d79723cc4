"""How many messages were taken in, each copy of one counted, whatever carries them."""

from collections.abc import Callable, Mapping
from typing import Final

from experiments.soak.carriers import kafka, rabbitmq, rest
from experiments.soak.ground import Arm
from experiments.topology import KAFKA, RABBITMQ, REST

BY_TRANSPORT: Final[Mapping[str, Callable[[Arm], int]]] = {
    KAFKA: kafka.copies,
    RABBITMQ: rabbitmq.copies,
    REST: rest.copies,
}


def copies(arm: Arm) -> int:
    """Two counts differ by what came between them. Raises NotSeen."""
    return BY_TRANSPORT[arm.topology.transport](arm)
