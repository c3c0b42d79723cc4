"""What the Docker stack cannot do with this machine's engine, and why."""

from collections.abc import Mapping

from experiments.stacks.docker.engine import Engine
from experiments.stacks.docker.keeper import NO_QUOTA
from experiments.stacks.protocol import Ability


def unable(engine: Engine) -> Mapping[Ability, str]:
    """By the engine's own word."""
    return {} if engine.can_limit_cpu else {Ability.CPU_QUOTA: f"{NO_QUOTA} (the engine has none)"}
