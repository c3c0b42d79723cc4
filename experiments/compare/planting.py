"""How a slowdown is planted: an arm against itself, a quarter more CPU in the second side. Pure.

It is the run's positive control: a difference that is known to be there, and must be found.
"""

from dataclasses import replace
from statistics import fmean

from experiments.catalogue import cost_of_splitting
from experiments.compare.plan import Plan, make_plan
from experiments.compare.result import Result
from experiments.compare.row import Row
from experiments.compare.rows import rows_of
from experiments.compare.slowdown import PLANTED, Slowdown, seek
from experiments.faults.cpu_burn import cpu_burn
from experiments.faults.fault import Fault
from experiments.topology import CATALOG, ORDERS
from experiments.trials.settings import Settings

COST = cost_of_splitting.experiment
CPU = "cpu_ms"
BLOCKS = 8
"""With 6 the interval spans all blocks, and a single one could hide what is there."""

HOSTS = ((CATALOG, ("read", "search")), (ORDERS, ("place", "newest")))
"""One call of one of these is made for each operation of the mixed load, on both arms."""


def work(result: Result) -> tuple[Fault, ...]:
    """What raises the CPU per operation by PLANTED, from what the run's baseline arm took. Empty
    where no visit measured that: nobody knows then what a quarter of it is."""
    settings = result.plan.settings
    taken = [
        value
        for side, values in zip(settings.sides, cpu_row(result).values, strict=True)
        for value in values
        if side.arm == settings.arms[0] and value is not None
    ]
    burn_ms = round((PLANTED - 1) * fmean(taken), 3) if taken else 0.0
    if not burn_ms:
        return ()
    return tuple(cpu_burn(feature, burn_ms, methods) for feature, methods in HOSTS)


def planted_plan(result: Result) -> Plan | None:
    """What follows the blocks of a run that plants a slowdown; None where there is no `work`."""
    settings = result.plan.settings
    arm, planted = settings.arms[0], work(result)
    if not planted:
        return None
    return make_plan(
        replace(
            settings,
            arms=(arm, arm),
            experiments=(COST,),
            extras=(),
            left_out={},
            blocks=BLOCKS,
            full=False,
            planted=planted,
            without=frozenset(),
        )
    )


def plants(settings: Settings) -> bool:
    """Whether a slowdown follows the blocks: in full runs that measure what an operation costs."""
    return settings.full and COST in settings.experiments


def sought(result: Result) -> Slowdown:
    """What came of the comparison in which it was planted."""
    row = cpu_row(result)
    pairs = () if result.noisy else row.pairs
    return seek(result.plan.settings.arms[0], row.metric.question, pairs, result.violations)


def cpu_row(result: Result) -> Row:
    return next(
        row for row in rows_of(result) if (row.experiment, row.metric.key) == (COST.name, CPU)
    )
