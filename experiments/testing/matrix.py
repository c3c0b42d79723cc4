"""A made-up run of some cells, for tests of how a matrix is read and shown."""

from collections.abc import Mapping, Sequence

from experiments.catalogue.blast_cell import cell
from experiments.compare.plan import make_plan
from experiments.compare.result import Result
from experiments.compare.visited import Visit
from experiments.compare.visited_block import VisitedBlock
from experiments.measure.by_feature import ASKED, GOOD, P99, PHASES, RECOVERY, key_of, settle_key
from experiments.measure.metric import Value
from experiments.method.experiment import Experiment
from experiments.method.sizes import stored_sizes
from experiments.testing.comparison import ARMS, QUIET, agreement
from experiments.topology import FEATURES, INVENTORY, ORDERS, PAYMENTS, RECOMMENDATIONS
from experiments.trials.sentinels import Sentinel, fault
from experiments.trials.settings import Settings
from experiments.trials.trial import Trial

CRASH, HANG = cell("crash", RECOMMENDATIONS), cell("hang", PAYMENTS)
BROKER, PARTITION = cell("broker-down", ORDERS), cell("network-partition", INVENTORY)
CELLS = (CRASH, HANG, BROKER, PARTITION)
"""The last two have nothing to hit on the monolith."""

UNREAL = fault(("hang of payments: it never fired",))


def unhurt() -> dict[str, Value]:
    """Figures of a trial in which nothing was left to wish for."""
    plain = {ASKED: 60.0, GOOD: 100.0, P99: 12.0}
    figures: dict[str, Value] = {
        key_of(phase, feature, what): value
        for phase in PHASES
        for feature in FEATURES
        for what, value in plain.items()
    }
    settled: dict[str, Value] = {settle_key(phase): 38.0 for phase in PHASES}
    return {"independent_good": 100.0, "own_good": 100.0, RECOVERY: 0.1, **figures, **settled}


def trial(
    experiment: Experiment,
    changed: Mapping[str, Value] | None = None,
    sentinels: Sequence[Sentinel] = (QUIET,),
    violations: Sequence[str] = (),
) -> Trial:
    """`changed` are the figures of one in which something was."""
    values = unhurt() | dict(changed or {})
    return Trial(experiment.name, values, tuple(sentinels), tuple(violations))


def matrix_run(*made: tuple[str, Trial], blocks: int = 1, complete: bool = True) -> Result:
    """`made` are trials of sides that stand in place of unhurt ones, in every block."""
    plan = make_plan(Settings(ARMS, 7, CELLS, stored_sizes(), blocks))
    visited = []
    for block in plan.blocks:
        pair: list[Visit] = []
        for label in block.order:
            given = {one.experiment: one for side, one in made if side == label}
            asked = plan.experiments_on(block, plan.side(label))
            trials = tuple(given.get(one.name, trial(one)) for one in asked)
            pair.append(Visit(2 * block.number - 1 + len(pair), block.number, label, trials))
        visited.append(VisitedBlock(block, (tuple(pair),)))
    return Result(plan, agreement(), tuple(visited), complete=complete)
