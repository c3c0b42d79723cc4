import pytest

from experiments.compare.figures import METRICS, Consumption, consumption, values_of
from experiments.stacks.protocol import Usage
from experiments.workload.plan import LoadPlan
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome

PLAN = LoadPlan(target="http://127.0.0.1:20100", seed=1, rate=1.0, seconds=10.0, warmup_s=2.0)
USED = Consumption(cpu_seconds=0.5, memory_bytes=(100 * 2**20, 300 * 2**20))


def sample(
    at_s: float, accept_ms: float, outcome: Outcome = Outcome.GOOD, settle_ms: float | None = None
) -> Sample:
    is_order = settle_ms is not None
    return Sample(
        index=int(at_s * 10),
        operation="place-order" if is_order else "read-product",
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


SAMPLES = (
    sample(1.0, 999.0),  # warm-up
    sample(2.0, 2.0),
    sample(3.0, 4.0),
    sample(4.0, 6.0, Outcome.SLOW),
    sample(5.0, 10.0, settle_ms=30.0),
    sample(6.0, 20.0, settle_ms=50.0),
)


def test_every_metric_has_its_value() -> None:
    values = values_of(SAMPLES, PLAN, USED, start_s=3.5)
    assert list(values) == [metric.key for metric in METRICS]
    assert values == {
        "good_per_s": 0.4,
        "good_share": 80.0,
        "read_median_ms": 4.0,
        "read_p99_ms": pytest.approx(5.96),
        "accept_median_ms": 15.0,
        "accept_p99_ms": pytest.approx(19.9),
        "settle_median_ms": 40.0,
        "settle_p99_ms": pytest.approx(49.8),
        "cpu_ms": 100.0,
        "memory_mean_mib": 200.0,
        "memory_peak_mib": 300.0,
        "start_s": 3.5,
    }


def test_a_window_without_operations_has_no_figures() -> None:
    values = values_of((), PLAN, USED, start_s=3.5)
    assert (values["good_share"], values["cpu_ms"], values["read_p99_ms"]) == (None, None, None)


def test_consumption_is_the_difference_of_cpu_and_all_of_memory() -> None:
    one, two, three = (Usage(cpu, memory, "pss", {}) for cpu, memory in ((1, 10), (2, 30), (4, 20)))
    assert consumption(one, [two], three) == Consumption(3, (10, 30, 20))
