"""An arm that scenarios are carried out on, from its start to nothing left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from experiments.checks.invariants.fetch import AuditUrl
from experiments.checks.invariants.settle import Settled
from experiments.soak.client import ShopClient
from experiments.soak.ground import Arm, Ground, Victim
from experiments.soak.release import soaked
from experiments.soak.shoppers import Shoppers
from experiments.topology import Topology
from experiments.trials.lab import Say
from experiments.trials.stopping import leave

MOST_AT_ONCE: Final = 512
"""Customers; above the most that any scenario has."""


@dataclass(frozen=True)
class Doors:
    """What a soak reaches the machine by. The real ones are put together in `real.py`."""

    open_arm: Callable[[Topology, Say], Arm]
    outside: Victim
    read_settled: Callable[[AuditUrl, Say], Settled]


@contextmanager
def staged(
    doors: Doors, topology: Topology, dice: Random, say: Say, logs: Path
) -> Iterator[Ground]:
    """A fresh arm with customers who know nothing yet; its logs are left in `logs`."""
    arm = doors.open_arm(topology, say)
    client = ShopClient(arm.gateway_url, MOST_AT_ONCE)
    try:
        arm.start(soaked())
        yield Ground(arm, Shoppers(client.ask), dice, doors.outside, say)
    finally:
        client.close()
        leave(arm, logs)
