"""Makes short runs one after another, ends each as planned, and looks what has stayed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.endurance.ending import end
from experiments.endurance.flat import Reading
from experiments.endurance.leftovers import TOKEN, Left
from experiments.endurance.long_run import readings_in
from experiments.endurance.machine import left_after
from experiments.endurance.outcome import Ended
from experiments.endurance.schedule import Ending, ShortRun
from experiments.endurance.stages import has_reached
from experiments.stacks.local.down import clear_everything
from experiments.stacks.local.logs import last_words
from experiments.stacks.local.places import REPOSITORY, Places

Child = subprocess.Popen[bytes]
SHORT, LONG = "experiments.endurance.short_run", "experiments.endurance.long_run"
LONGEST_S: Final = 150.0
"""Of a short run; one that takes longer hangs."""
GLANCE_S: Final = 0.02
PATIENCE_S: Final = {
    Ending.ITSELF: 1.0,
    Ending.CTRL_C: 1.0,
    Ending.SIGTERM: 1.0,
    Ending.KILL: 20.0,
    Ending.KILL_ALL: 10.0,
}
"""Seconds after the end until nothing may be left: whoever says that nothing is left running says
so last; after one that was killed its supervisors clear up, or `cleave down`."""


@dataclass(frozen=True)
class Course:
    """`look` sees what is on the machine that was not there before. `folder` takes one for each
    run, and `module` is what a run is."""

    places: Places
    token: str
    look: Callable[[], frozenset[Left]]
    folder: Path
    module: str = SHORT

    def run(self, planned: ShortRun) -> Ended:
        folder, began = self.folder / f"{planned.number:03d}", time.monotonic()
        folder.mkdir(parents=True)
        words = [self.module, planned.arm, str(planned.seed), str(folder)]
        with self._started(words, folder) as process:
            _wait_for_its_moment(process, planned, folder)
            end(process, planned.ending, self.places.state)
            exit_code = _waited_for(process)
        seconds = time.monotonic() - began
        if planned.ending is Ending.KILL_ALL:
            clear_everything(self.places)
        left = left_after(self.look, PATIENCE_S[planned.ending])
        if left:
            clear_everything(self.places)  # so that the next run is judged by what it leaves itself
        return Ended(planned, exit_code, seconds, last_words(folder / "log"), left)

    def long_run(self, blocks: int, seed: int) -> tuple[int, tuple[Reading, ...]]:
        """Its exit code, and its readings so far."""
        folder = self.folder / "long"
        folder.mkdir(parents=True)
        with self._started([LONG, str(blocks), str(seed), str(folder)], folder) as process:
            exit_code = process.wait()
        return exit_code, readings_in(folder)

    @contextmanager
    def _started(self, words: list[str], folder: Path) -> Iterator[Child]:
        """A process that is dead when the block is left."""
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=REPOSITORY,
                env={**os.environ, TOKEN: self.token},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _wait_for_its_moment(process: Child, planned: ShortRun, folder: Path) -> None:
    """Returns then, or when it is over."""
    if planned.ending is Ending.ITSELF:
        return
    until = time.monotonic() + LONGEST_S
    while not has_reached(folder, planned.stage) and time.monotonic() < until:
        if _is_over(process, GLANCE_S):
            return
    _is_over(process, planned.after_s)


def _waited_for(process: Child) -> int | None:
    return process.returncode if _is_over(process, LONGEST_S) else None


def _is_over(process: Child, within_s: float) -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(within_s)
        return True
    return False
