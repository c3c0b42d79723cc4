"""What clients saw of a feature: one look per operation that cannot do without it."""

from collections.abc import Iterable
from dataclasses import dataclass

from experiments.contract import load_operations
from experiments.workload.operations import OPERATIONS
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome


@dataclass(frozen=True)
class Look:
    """Begun at `at_s` (monotonic), over after `took_ms`; `good` as the workload scores it."""

    at_s: float
    took_ms: float
    good: bool


def operations_needing(feature: str) -> frozenset[str]:
    """The workload's operations that have no good answer without `feature`. None may: what is
    only optional to all of them needs a `Witness`."""
    needing = {one.operation_id for one in load_operations() if feature in one.needs}
    return frozenset(name for name, one in OPERATIONS.items() if one.operation_id in needing)


def looks_of(samples: Iterable[Sample], began_s: float, feature: str) -> tuple[Look, ...]:
    """A load's samples as looks at `feature`; the load began at `began_s`. An order took as long
    as it needed to settle, where that was seen."""
    wanted = operations_needing(feature)
    return tuple(
        Look(
            began_s + one.intended_s,
            one.accept_ms if one.settle_ms is None else one.settle_ms,
            one.outcome is Outcome.GOOD,
        )
        for one in samples
        if one.operation in wanted
    )
