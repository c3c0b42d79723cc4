"""What a fault does to the operations of each feature, while it lasts and afterwards.

An operation belongs to every feature that it needs by the contract. One that needs the broken
feature, too, fails by contract, wherever the others live: it is counted for the broken one alone.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import Final

from experiments.measure.metric import DIFFERENCE, Metric, Value
from experiments.measure.observation import Observation
from experiments.measure.recovery import recovery
from experiments.measure.service import ENOUGH
from experiments.measure.shares import (
    EVERY_OPERATION,
    good_share,
    operations_needing,
    share_during,
)
from experiments.topology import FEATURES
from experiments.workload.operations import PLACE_ORDER
from experiments.workload.samples import Sample
from experiments.workload.summary import Figures, figures

DURING, AFTER = "during", "after"
PHASES: Final = (DURING, AFTER)
ASKED, GOOD, P99, SETTLE = "asked", "good", "p99_ms", "settle_p95_ms"
INDEPENDENT, RECOVERY = "independent_good", "recovery_s"

LEAST: Final = 20
"""Operations: of fewer, neither a share nor a quantile is given."""

Take = Callable[[Observation], Value]
Phase = Callable[[Observation], Sequence[Sample]]


def key_of(phase: str, feature: str, what: str) -> str:
    """The key of a feature's figure in a phase."""
    return f"{phase}.{feature}.{what}"


def settle_key(phase: str) -> str:
    """The key of the orders' p95 to settle in a phase."""
    return f"{phase}.{SETTLE}"


def operations_of(feature: str, broken: str) -> frozenset[str]:
    """The workload's operations that count for `feature` while `broken` is."""
    needing = _needing(feature)
    return needing if feature == broken else needing - _needing(broken)


def metrics_of(broken: str) -> tuple[Metric, ...]:
    """The figures of one cell: `broken` is made to fail once, under its only load. Independent is
    who does not need it by the contract: a product page only shows recommendations."""
    own = _needing(broken)
    others = EVERY_OPERATION - own
    return (
        Metric(INDEPENDENT, "independent good", "%", 1, share_during(others), DIFFERENCE, 1.0),
        Metric("own_good", "its own good", "%", 1, share_during(own), DIFFERENCE, 1.0),
        Metric(RECOVERY, "recovery time", "s", 1, recovery("clear"), margin=1.25),
        *(metric for phase in PHASES for metric in _metrics_in(phase, broken)),
    )


def _metrics_in(phase: str, broken: str) -> Iterator[Metric]:
    at = {DURING: during, AFTER: after}[phase]
    for feature in FEATURES:
        of, name = operations_of(feature, broken), f"{phase}: {feature}"
        asked_key, good_key, p99_key = (key_of(phase, feature, one) for one in (ASKED, GOOD, P99))
        yield Metric(asked_key, f"{name}, asked", "", 0, asked(at, of), DIFFERENCE, 1.0)
        yield Metric(good_key, f"{name}, good", "%", 1, good(at, of), DIFFERENCE, 1.0)
        yield Metric(p99_key, f"{name}, p99", "ms", 0, p99_ms(at, of), margin=1.25)
    yield Metric(settle_key(phase), f"{phase}: settle, p95", "ms", 0, settle_ms(at), margin=1.25)


def asked(phase: Phase, of: Collection[str]) -> Take:
    """How many of these operations there were."""
    return lambda seen: float(len(_wanted(phase(seen), of)))


def good(phase: Phase, of: Collection[str]) -> Take:
    """Good share, in percent; None where too few were asked for to tell."""

    def measured(seen: Observation) -> Value:
        wanted = _wanted(phase(seen), of)
        return good_share(wanted, of) if len(wanted) >= LEAST else None

    return measured


def p99_ms(phase: Phase, of: Collection[str]) -> Take:
    """Of the first answer; None where too few have a latency that tells: see workload/summary."""

    def measured(seen: Observation) -> Value:
        found = _figures(seen, _wanted(phase(seen), of))
        return found.accept.p99_ms if found.accept and _timed(found) >= LEAST else None

    return measured


def settle_ms(phase: Phase) -> Take:
    """The p95 of orders, from their intended start until they are final; None where too few were
    acknowledged to tell."""

    def measured(seen: Observation) -> Value:
        orders = [one for one in _wanted(phase(seen), (PLACE_ORDER,)) if one.order_id]
        settle = _figures(seen, orders).settle
        return settle.p95_ms if settle and len(orders) >= ENOUGH else None

    return measured


def during(seen: Observation) -> Sequence[Sample]:
    """From the command that begins the fault to the one that ends it."""
    return seen.load().between(seen.mark("inject").began_s, seen.mark("clear").began_s)


def after(seen: Observation) -> Sequence[Sample]:
    """From the command that ends the fault to the end of the load."""
    load = seen.load()
    return load.between(seen.mark("clear").began_s, load.window_s[1])


def _wanted(samples: Sequence[Sample], of: Collection[str]) -> list[Sample]:
    return [one for one in samples if one.operation in of]


def _figures(seen: Observation, samples: Sequence[Sample]) -> Figures:
    load = seen.load()
    return figures(samples, load.plan.seconds, load.plan)


def _timed(found: Figures) -> int:
    """A failed operation says nothing about speed."""
    return found.count - found.failed


@cache
def _needing(feature: str) -> frozenset[str]:
    """Read from the contract once, not for each cell."""
    return operations_needing(feature)
