"""How one container of an arm stands. Only its keeper changes it, and holds a lock meanwhile."""

import threading
import time
from dataclasses import dataclass, field

from experiments.budget import Restarts
from experiments.stacks.docker.box import Box
from experiments.stacks.local.backoff import Backoff
from experiments.stacks.local.process import State


@dataclass
class Kept:
    """`lives` counts starts and ends, so that who watched one life knows that it is over."""

    spec: Box
    id: str
    rule: Restarts
    state: State = "stopped"
    held: bool = False
    paused: bool = False
    wanted: bool = True
    """Whether it is started again when it dies."""
    lives: int = 0
    deaths: int = 0
    exit_code: int | None = None
    started_at: float = 0.0
    timer: threading.Timer | None = None
    backoff: Backoff = field(init=False)

    def __post_init__(self) -> None:
        self.held = self.spec.held
        self.backoff = Backoff(self.rule)

    @property
    def runs(self) -> bool:
        return self.state in ("starting", "ready")

    def begins(self) -> int:
        """It has been started; which of its lives that is."""
        self.lives += 1
        self.state, self.started_at, self.timer = "starting", time.monotonic(), None
        return self.lives

    def ends(self, exit_code: int) -> float | None:
        """It has died; in how many seconds it is to be started again, None for never."""
        self.lives += 1
        self.exit_code, self.paused = exit_code, False
        if self.spec.probe is None:
            self.state = "done"
        elif not self.wanted:
            self.state = "stopped"
        else:
            self.state = "waiting"
            self.deaths += 1
            return self.backoff.delay_after(time.monotonic() - self.started_at)
        return None

    def hold(self) -> None:
        """From now on its death is wanted: no restart."""
        self.wanted = False
        if self.timer:
            self.timer.cancel()
            self.timer = None
        if self.state == "waiting":
            self.state = "stopped"
