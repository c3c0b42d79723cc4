"""All bugs on both arms, one after another: each on a fresh arm, recorded, and then searched."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from experiments.compare.agenda import start_s
from experiments.compare.watcher import Watcher
from experiments.errors import LabError
from experiments.hunt.bug import CALM, Bug
from experiments.hunt.bugs import BUGS
from experiments.hunt.outcome import Hunted, Outcome, hunted
from experiments.hunt.recording import Shop, record
from experiments.hunt.shopping import SHOPPING_S, go_shopping
from experiments.run_folder.folder import RunFolder
from experiments.stacks.protocol import StackError
from experiments.topology import MONOLITH, SERVICES, Topology
from experiments.trials.lab import Lab

FILE: Final = "bugs.json"
RENEW_S: Final = 6.0
"""New replicas that record traces, and the end of an arm."""


@dataclass(frozen=True)
class Visit:
    """Without a bug the customer must notice nothing."""

    topology: Topology
    bug: Bug | None

    @property
    def name(self) -> str:
        return f"{self.topology.name}, {self.bug.name if self.bug else 'without a bug'}"

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        return start_s(self.topology) + RENEW_S + SHOPPING_S


def visits(seed: int) -> list[Visit]:
    """Each bug on each arm, and each arm without any, in an order that the seed decides."""
    found = [Visit(arm, bug) for arm in (MONOLITH, SERVICES) for bug in (None, *BUGS)]
    random.Random(seed).shuffle(found)
    return found


class Runner:
    """Writes into the folder after each visit; the recordings stay in it."""

    def __init__(
        self, lab: Lab, folder: RunFolder, seed: int, watcher: Watcher, shop: Shop = go_shopping
    ) -> None:
        self.visits = visits(seed)
        self._lab = lab
        self._folder = folder
        self._seed = seed
        self._watcher = watcher
        self._shop = shop

    @property
    def seconds(self) -> float:
        """About how long all of it takes."""
        return sum(visit.seconds for visit in self.visits)

    def run(self) -> Outcome:
        """Raises StackError, NoRecording and KeyboardInterrupt; what was found before is kept."""
        outcome = Outcome(self._seed)
        for found in self._all_hunted():
            outcome = replace(outcome, all_hunted=(*outcome.all_hunted, found))
            self._folder.write(FILE, outcome.as_json())
        return outcome

    def _all_hunted(self) -> Iterator[Hunted]:
        left_s = self.seconds
        for number, visit in enumerate(self.visits, 1):
            left_s -= visit.seconds
            title = f"visit {number} of {len(self.visits)}: {visit.name}"
            self._watcher.begin(title, visit.seconds, left_s)
            found = self._make(number, visit)
            self._watcher.say(f"{title}: {found.symptom.told if found.symptom else 'all is well'}")
            yield found

    def _make(self, number: int, visit: Visit) -> Hunted:
        """The arm is gone afterwards, whatever happened. A recording holds its logs; where none was
        made, they are kept as those of any visit."""
        folder = self._folder.visit(number, visit.name)
        stack = self._lab.open_stack(visit.topology, self._watcher.detail)
        try:
            stack.start(visit.bug.release if visit.bug else CALM)
            self._watcher.detail("shopping")
            recording = record(stack, folder, self._lab.pause, self._shop)
        except LabError:
            with suppress(StackError, OSError):
                stack.save_logs(self._folder.logs(folder.name))
            raise
        finally:
            stack.stop()
        return hunted(recording, visit.bug)
