"""Orders in an open loop while an arm's processes are killed one after another."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from experiments.accidents.schedule import Accident
from experiments.budget import load_budget
from experiments.checks.invariants.journal import JournalEntry, from_load
from experiments.stacks.local.cores import split_cores
from experiments.stacks.protocol import Stack
from experiments.workload.journal import read_journal
from experiments.workload.plan import LoadPlan
from experiments.workload.run import RunningLoad, start

Say = Callable[[str], None]


def through_accidents(
    arm: Stack, plan: LoadPlan, accidents: Sequence[Accident], folder: Path, say: Say
) -> tuple[JournalEntry, ...]:
    """What the customers know after the load, whose files are in `folder`.

    Raises LoadError or StackError; the load has ended then as well.
    """
    load = start(plan, folder, split_cores(load_budget().cores.lab).lab)
    try:
        for accident in accidents:
            _wait_for(load, accident.at_s)
            arm.kill(accident.target)
            say(f"{load.elapsed_s():5.1f} s {accident.target}")
        report = load.wait()
    except BaseException:  # Ctrl-C included
        load.stop()
        raise
    return from_load(read_journal(folder, report.orders))


def _wait_for(load: RunningLoad, at_s: float) -> None:
    while (left_s := at_s - load.elapsed_s()) > 0:
        time.sleep(left_s)
