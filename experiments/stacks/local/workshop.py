"""A short-lived supervisor under which templates are built, so that nothing outlives the lab."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.budget import Restarts
from experiments.stacks.local.arm_folder import clear_arm, open_arm
from experiments.stacks.local.client import Client
from experiments.stacks.local.places import Places
from experiments.stacks.local.ports import PortBook

NAME: Final = "templates"
FIRST_PORT: Final = 20010
PORTS: Final = 40


@dataclass(frozen=True)
class Workshop:
    """Where templates are built: a folder, its supervisor, and free ports."""

    folder: Path
    client: Client
    ports: PortBook


@contextlib.contextmanager
def open_workshop(places: Places, rule: Restarts) -> Iterator[Workshop]:
    """Everything started inside the block is dead after it."""
    clear_arm(places, NAME)
    client, lifeline = open_arm(places, NAME, rule)
    try:
        yield Workshop(places.arm(NAME), client, PortBook(FIRST_PORT, PORTS, "building templates"))
    finally:
        lifeline.wait()
