"""What the Docker stack cannot do, with this machine's engine or at all, and why."""

from collections.abc import Mapping
from typing import Final

from experiments.stacks.docker.engine import Engine
from experiments.stacks.docker.keeper import NO_QUOTA
from experiments.stacks.protocol import Ability

NO_RABBITMQ: Final = (
    "the lab runs RabbitMQ as a process only: take --on local, or compose/transport-rabbitmq.yaml"
)


def unable(engine: Engine) -> Mapping[Ability, str]:
    """By the engine's own word."""
    lacking = {Ability.RABBITMQ: NO_RABBITMQ}
    if not engine.can_limit_cpu:
        lacking[Ability.CPU_QUOTA] = f"{NO_QUOTA} (the engine has none)"
    return lacking
