"""What the local stack cannot do on this machine, and why."""

from collections.abc import Mapping
from typing import Final

from experiments.stacks.local.cpu_groups import find_cpu_groups
from experiments.stacks.local.full_disk import can_fill
from experiments.stacks.local.quotas import NO_QUOTA
from experiments.stacks.local.rabbitmq import MISSING, find_server
from experiments.stacks.protocol import Ability

NO_FULL_DISK: Final = "this system lets us limit no other process's files (no prlimit)"


def unable() -> Mapping[Ability, str]:
    """Tried, by asking the system for as much as tells."""
    lacking: dict[Ability, str] = {}
    if not find_cpu_groups():
        lacking[Ability.CPU_QUOTA] = NO_QUOTA
    if not can_fill():
        lacking[Ability.DISK_FULL] = NO_FULL_DISK
    if find_server() is None:
        lacking[Ability.RABBITMQ] = MISSING
    return lacking
