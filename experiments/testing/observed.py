"""Made-up observations, for tests of what is read off them."""

from collections.abc import Iterable

from experiments.measure.observation import Loaded, Mark, Moment, Observation
from experiments.stacks.protocol import Usage
from experiments.workload.plan import LoadPlan
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome

BEGAN_S = 1000.0
WARMUP_S = 2.0


def sample(
    at_s: float,
    operation: str = "read-product",
    outcome: Outcome = Outcome.GOOD,
    accept_ms: float = 5.0,
    settle_ms: float | None = None,
) -> Sample:
    """Meant to start `at_s` after the load's begin."""
    is_order = operation == "place-order"
    return Sample(
        index=int(at_s * 1000),
        operation=operation,
        intended_s=at_s,
        started_s=at_s,
        lag_ms=0.1,
        accept_ms=accept_ms,
        settle_ms=settle_ms,
        outcome=outcome,
        http_status=201 if is_order else 200,
        order_id="o-1" if is_order else "",
        order_status="CONFIRMED" if is_order else "",
        order_reason="",
        bytes=1,
        error="",
    )


def moment(at_s: float, cpu_s: float, memory_mib: float) -> Moment:
    return Moment(BEGAN_S + at_s, Usage(cpu_s, int(memory_mib * 2**20), "pss", {}))


def loaded(
    samples: Iterable[Sample],
    usage: Iterable[Moment] = (),
    seconds: float = 20.0,
    name: str = "mixed",
) -> Loaded:
    plan = LoadPlan("http://127.0.0.1:20100", 1, 10.0, seconds, warmup_s=WARMUP_S)
    return Loaded(name, plan, BEGAN_S, tuple(samples), tuple(usage))


def mark(kind: str, at_s: float, about: str = "", done_s: float | None = None) -> Mark:
    """At and until seconds after the load's begin."""
    return Mark(kind, about, BEGAN_S + at_s, BEGAN_S + (at_s if done_s is None else done_s))


def observed(*loads: Loaded, marks: Iterable[Mark] = (), start_s: float = 3.5) -> Observation:
    return Observation(start_s, loads, tuple(marks))
