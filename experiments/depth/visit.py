"""One visit: a fresh arm, a ladder climbed in an order drawn by lot, and the tables read."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from experiments.compare.agenda import experiment_s, start_s
from experiments.depth.climb import Climb, climb_of
from experiments.depth.ladder import Depth, Ladder
from experiments.method.experiment import Experiment
from experiments.method.sizes import Sizes, stored_sizes
from experiments.run_folder.folder import RunFolder
from experiments.topology import MONOLITH, SERVICES, Topology
from experiments.trials.base import release_for
from experiments.trials.conduct import Trials
from experiments.trials.lab import Lab, Say
from experiments.trials.settings import WARMUP_S, Settings
from experiments.trials.stopping import leave

ARMS = (MONOLITH, SERVICES)


@dataclass(frozen=True)
class Visit:
    """`block` is counted from 1; both arms of it meet the rungs in the same order, and the same
    things to ask for."""

    ladder: Ladder
    topology: Topology
    block: int

    @property
    def label(self) -> str:
        return f"{self.ladder.name} {self.topology.name}"


def visits(study: Depth) -> Iterator[Visit]:
    """In their order: block by block, the arms in turns."""
    for block in range(1, study.visits + 1):
        arms = ARMS if block % 2 else ARMS[::-1]
        for ladder in study.ladders:
            yield from (Visit(ladder, arm, block) for arm in arms)


def experiment_of(study: Depth, visit: Visit, seed: int) -> Experiment:
    return study.experiment(visit.ladder, visit.topology, f"{seed} {visit.block}")


def settings_for(study: Depth, visit: Visit, seed: int) -> Settings:
    """Raises ImpossiblePlan."""
    arm, experiment = visit.topology.name, experiment_of(study, visit, seed)
    sizes = _sizes(study, visit, experiment.name)
    return Settings((arm, arm), seed, (experiment,), sizes, blocks=1, warmup_s=study.warmup_s)


def takes_s(study: Depth, visit: Visit) -> float:
    """About how long it takes, from start to stop."""
    experiment = experiment_of(study, visit, seed=0)
    longer_s = (study.warmup_s - WARMUP_S) * experiment.loads  # it counts that much of each
    return start_s(visit.topology) + experiment_s(experiment) + longer_s


def make(
    visit: Visit, number: int, study: Depth, seed: int, lab: Lab, run: RunFolder, detail: Say
) -> Climb:
    """Raises StackError, LoadError, Unreadable, BrokenSamplesError or NotTaken; the arm is gone
    then, too."""
    settings = settings_for(study, visit, seed)
    (experiment,) = settings.experiments
    base, folder = release_for(settings.experiments, ()), run.visit(number, visit.label)
    lab.await_quiet(run.path)
    stack = lab.open_stack(visit.topology, detail)
    try:
        detail("starting")
        began = time.monotonic()
        stack.start(base)
        trials = Trials(lab, settings, stack, base, run, folder)
        trial = trials.make(experiment, seed + visit.block, time.monotonic() - began, detail)
    finally:
        leave(stack, run.logs(folder.name))
    return climb_of(visit.topology.name, number, trial, study.rungs)


def _sizes(study: Depth, visit: Visit, name: str) -> Sizes:
    """A rung's size is its number of replicas."""
    counts = {f"{times}": times for times in range(1, study.most + 1)}
    sizes = stored_sizes().with_rate(visit.ladder.mix.name, study.most_per_s)
    return replace(sizes, replicas={name: {visit.topology.name: counts}})
