"""What an act is given: a running arm, its customers, dice, and a few ways to wait."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Final, Protocol

from experiments.errors import LabError
from experiments.soak.shoppers import Shoppers
from experiments.soak.shopping import Serve, Shopping
from experiments.soak.wishes import Wish
from experiments.stacks.protocol import Stack
from experiments.trials.lab import Say

GLANCE_S: Final = 0.1
HEALTHY_WITHIN_S: Final = 60.0
AT_ONCE: Final = 32
"""Customers that are served at a time."""


class NotSeen(LabError):
    """What a scenario waited for did not happen; the message is one line."""


class Arm(Stack, Protocol):
    """A stack to whose databases and broker the lab may write, as a keeper or a stranger would."""

    def owner_url(self, feature: str) -> str: ...

    @property
    def bus_url(self) -> str: ...


@dataclass(frozen=True)
class Victim:
    """A process that can be killed with -9, and whether it serves now."""

    kind: str
    name: str
    kill: Callable[[], None]
    answers: Callable[[], bool]


@dataclass(frozen=True)
class Ground:
    """`dice` are thrown by the thread that acts, and no other: the seed would not decide then.
    `outside` is the world that both arms ask; `pause` waits so many seconds."""

    arm: Arm
    shoppers: Shoppers
    dice: Random
    outside: Victim
    say: Say
    pause: Callable[[float], None] = time.sleep

    def shopping(
        self, wishes: Iterable[Wish], per_s: float, serve: Serve | None = None
    ) -> Shopping:
        return Shopping(wishes, serve or self.shoppers.serve, AT_ONCE, per_s)

    def until(
        self, happens: Callable[[], bool], what: str, within_s: float, every_s: float = GLANCE_S
    ) -> None:
        """Raises NotSeen where it does not. Who could not be looked at, as a busy database cannot,
        is looked at again."""
        end = time.monotonic() + within_s
        while True:
            why = "that was not seen"
            try:
                if happens():
                    return
            except NotSeen as error:
                why = str(error)
            if time.monotonic() > end:
                raise NotSeen(f"{what} within {within_s:.0f} s: {why}")
            self.pause(every_s)

    def recover(self) -> None:
        """Every process of the arm is up again, and its next death is as its first."""
        self.arm.wait_healthy(HEALTHY_WITHIN_S)


@contextmanager
def patience() -> Iterator[threading.Event]:
    """The event that ends customers' patience, set where the block ends by an error."""
    over = threading.Event()
    try:
        yield over
    except BaseException:
        over.set()
        raise
