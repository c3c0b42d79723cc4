"""Shares of good operations, and what a fault takes from them."""

from collections.abc import Callable, Collection, Sequence

from experiments.contract import Operation, load_operations
from experiments.measure.metric import Value
from experiments.measure.observation import Observation
from experiments.workload.operations import OPERATIONS
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome

EVERY_OPERATION = frozenset(OPERATIONS)


def operations_without(feature: str) -> frozenset[str]:
    """The workload's operations that a fault of `feature` cannot touch by the contract: those
    that neither need it nor show it where it is optional."""
    return EVERY_OPERATION - dependents_of(feature)


def dependents_of(feature: str) -> frozenset[str]:
    """The workload's operations that need `feature`, or are smaller without it."""
    return _operations(lambda one: one.depends_on(feature))


def operations_needing(feature: str) -> frozenset[str]:
    """The workload's operations that have no good answer without `feature`."""
    return _operations(lambda one: feature in one.needs)


def good_share(samples: Sequence[Sample], of: Collection[str] = EVERY_OPERATION) -> Value:
    """In percent of the operations named; None if there were none."""
    wanted = [one.outcome is Outcome.GOOD for one in samples if one.operation in of]
    return 100 * sum(wanted) / len(wanted) if wanted else None


def loss(of: Collection[str]) -> Callable[[Observation], Value]:
    """Good share before the fault minus during it, in percentage points."""

    def measured(seen: Observation) -> Value:
        before, during = good_share(_before(seen), of), good_share(_during(seen), of)
        return None if before is None or during is None else before - during

    return measured


def share_during(of: Collection[str]) -> Callable[[Observation], Value]:
    """Good share, in percent, while the fault lasts."""
    return lambda seen: good_share(_during(seen), of)


def share_of_load(name: str = "") -> Callable[[Observation], Value]:
    """Good share, in percent, over the scored window of a load."""
    return lambda seen: good_share(seen.load(name).scored)


def steady_share(seen: Observation) -> Value:
    """Good share, in percent, of all that ran before the first disturbance of the first load."""
    return good_share(_before(seen))


def _before(seen: Observation) -> Sequence[Sample]:
    """From the middle of the warm-up on: its beginning pays for opening connections."""
    load = seen.load()
    begin, end = load.window_s
    disturbed = [mark.began_s for mark in seen.marks if begin <= mark.began_s < end]
    return load.between(begin - load.plan.warmup_s / 2, min([*disturbed, end]))


def _during(seen: Observation) -> Sequence[Sample]:
    fault = seen.mark("inject")
    return seen.load().between(fault.began_s, seen.mark("clear").began_s)


def _operations(touched: Callable[[Operation], bool]) -> frozenset[str]:
    ids = {one.operation_id for one in load_operations() if touched(one)}
    return frozenset(name for name, one in OPERATIONS.items() if one.operation_id in ids)
