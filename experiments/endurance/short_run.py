"""One short run of the lab: an arm comes up, is held to a quota, loaded, loses a replica, and goes.

    python -m experiments.endurance.short_run ARM SEED FOLDER

It does what a visit of a comparison does, in seconds, and may be ended at any moment.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import typer

from experiments.checks.invariants.check import check
from experiments.cli.edge import Failure, run
from experiments.cli.real_lab import open_lab
from experiments.endurance.stages import Stage, reached
from experiments.faults.replica_killed import replica_killed
from experiments.method.experiment import Experiment
from experiments.method.performer import Performer
from experiments.method.sizes import stored_sizes
from experiments.method.steps import Limit, Step, clear, inject, load, wait
from experiments.method.tools import Tools
from experiments.stacks.protocol import Ability
from experiments.topology import CATALOG, RECOMMENDATIONS, Topology, topology_named
from experiments.trials.base import release_for
from experiments.trials.lab import Lab
from experiments.workload.mixes import MIXED

QUOTA: Final = 0.5
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Reached = Callable[[Stage], None]


@app.command()
def short_run(arm: str, seed: int, folder: Path) -> None:
    """Writes its stages and its load into FOLDER. Exit code 1 if an invariant is broken."""
    folder.mkdir(parents=True, exist_ok=True)

    def tell(stage: Stage) -> None:
        reached(folder, stage)

    tell(Stage.OPENING)
    with open_lab(_nobody) as lab:
        violations = visit(lab, topology_named(arm), seed, folder / "load", tell)
    if violations:
        raise Failure("; ".join(violations))


def visit(lab: Lab, topology: Topology, seed: int, folder: Path, tell: Reached) -> tuple[str, ...]:
    """What the tables break. Raises what a visit of a comparison raises; the arm is gone then."""
    experiment = experiment_for(lab.unable)
    base = release_for((experiment,), ())
    stack = lab.open_stack(topology, _nobody)
    try:
        tell(Stage.STARTING)
        stack.start(base)
        tell(Stage.LOADING)
        Performer(_tools(lab), experiment, stack, base, folder, seed, _nobody).perform(0.0)
        tell(Stage.CHECKING)
        settled = lab.read_settled(stack.audit_url, _nobody)
        tell(Stage.LEAVING)
    finally:
        stack.stop()
    results = check(settled.relations, ())
    return tuple(text for result in results for text in result.violations)


def experiment_for(unable: Mapping[Ability, str]) -> Experiment:
    """With a quota where the machine has them."""
    held: tuple[Step, ...] = (Limit(RECOMMENDATIONS, QUOTA),)
    return Experiment(
        name="short-run",
        question="Does anything of it stay?",
        method=(
            *(() if Ability.CPU_QUOTA in unable else held),
            load(MIXED),
            wait(1),
            inject(replica_killed(CATALOG)),
            wait(1),
            clear(CATALOG),
            wait(1),
        ),
        metrics=(),
    )


def _tools(lab: Lab) -> Tools:
    return Tools(
        start_load=lab.start_load,
        load_cores=lab.cores.lab if lab.cores.pinned else frozenset[int](),
        set_outside=lab.set_outside,
        ask_outside=lab.ask_outside,
        client_timeout_s=lab.client_timeout_s,
        sizes=stored_sizes(),
        warmup_s=0.0,
        ask=lab.ask,
        surveying=lab.surveying,
        pause=lab.pause,
    )


def _nobody(_line: str) -> None:
    """Nobody is told."""


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:]))
