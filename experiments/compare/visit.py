"""One visit: a fresh arm, every experiment in turn, the checkers after each, and nothing left."""

import time
from collections.abc import Callable
from dataclasses import replace

from experiments.compare.plan import Block, Plan
from experiments.compare.remaking import Remaking, may_again
from experiments.compare.visited import Visit
from experiments.method.experiment import Experiment
from experiments.run_folder.folder import RunFolder
from experiments.run_folder.seal import seal
from experiments.topology import topology_named
from experiments.trials.base import release_for
from experiments.trials.conduct import Trials
from experiments.trials.lab import Lab, Say
from experiments.trials.settings import Side
from experiments.trials.stopping import leave


class Visitor:
    """Makes visits into one run's folder."""

    def __init__(self, lab: Lab, plan: Plan, folder: RunFolder) -> None:
        self._lab = lab
        self._plan = plan
        self._folder = folder

    def visit(
        self,
        block: Block,
        side: Side,
        number: int,
        detail: Say,
        trying: Callable[[Experiment], None],
        measured: Callable[[Visit], None],
    ) -> Visit:
        """`trying` is told of each experiment when it begins, `measured` of the visit so far when
        it has ended.

        Raises StackError, LoadError, Unreadable or BrokenSamplesError; the arm is gone then, too.
        """
        folder = self._folder.visit(number, side.label)
        experiments = self._plan.experiments_on(block, side)
        base = release_for(experiments, self._plan.settings.planted)
        stack = self._lab.open_stack(topology_named(side.arm), detail, side.without)
        try:
            detail("starting")
            began = time.monotonic()
            stack.start(base)
            start_s = time.monotonic() - began
            if side == self._plan.settings.sides[1]:
                for fault in self._plan.settings.planted:
                    stack.switch(fault.feature, fault.setting)
            trials = Trials(self._lab, self._plan.settings, stack, base, self._folder, folder)
            making = Remaking(trials, self._folder, folder, may_again(block))
            visit = Visit(number, block.number, side.label, ())
            for experiment in experiments:
                trying(experiment)
                trial = making.make(experiment, block.seed, start_s, detail, visit)
                visit = replace(visit, trials=(*visit.trials, trial))
                self._folder.write(f"visits/{folder.name}/visit.json", visit.as_json())
                measured(visit)
        finally:
            leave(stack, self._folder.logs(folder.name))
        seal(folder)
        return visit
