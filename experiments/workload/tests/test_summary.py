from typing import Any

import pytest

from experiments.workload.plan import LoadPlan
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome
from experiments.workload.summary import Figures, figures, quantile, quantiles

PLAN = LoadPlan("http://x", 1, 10.0, seconds=4.0, warmup_s=1.0, settle_patience_s=5.0)


def sample(**changes: Any) -> Sample:
    usual: dict[str, Any] = {
        "index": 0,
        "operation": "search",
        "intended_s": 2.0,
        "started_s": 2.0,
        "lag_ms": 0.0,
        "accept_ms": 10.0,
        "settle_ms": None,
        "outcome": Outcome.GOOD,
        "http_status": 200,
        "order_id": "",
        "order_status": "",
        "order_reason": "",
        "bytes": 0,
        "error": "",
    }
    return Sample(**(usual | changes))


def figures_of(samples: list[Sample]) -> Figures:
    return figures(samples, window_s=4.0, plan=PLAN)


def order(**changes: Any) -> Sample:
    return sample(**({"operation": "place-order", "order_id": "o", "settle_ms": 50.0} | changes))


@pytest.mark.parametrize(
    ("values", "at", "expected"),
    [
        ([7.0], 0.99, 7.0),
        ([1.0, 2.0], 0.5, 1.5),
        ([1.0, 2.0, 3.0], 0.5, 2.0),
        ([0.0, 10.0, 20.0, 30.0, 40.0], 0.25, 10.0),
        ([0.0, 10.0, 20.0, 30.0, 40.0], 0.99, 39.6),
        ([1.0, 2.0, 3.0, 4.0], 0.0, 1.0),
        ([1.0, 2.0, 3.0, 4.0], 1.0, 4.0),
    ],
)
def test_quantiles_interpolate_between_closest_ranks(
    values: list[float], at: float, expected: float
) -> None:
    assert quantile(values, at) == pytest.approx(expected)


def test_nothing_has_no_quantiles() -> None:
    assert quantiles([]) is None


def test_outcomes_are_counted() -> None:
    outcomes = [Outcome.GOOD] * 6 + [Outcome.SLOW, Outcome.FAILED, Outcome.UNKNOWN, Outcome.GOOD]
    total = figures_of([sample(outcome=outcome) for outcome in outcomes])
    assert (total.count, total.good, total.slow, total.failed, total.unknown) == (10, 7, 1, 1, 1)
    assert total.good_per_s == 7 / 4.0


def test_an_operation_without_an_answer_counts_with_the_timeout() -> None:
    samples = [sample(), sample(outcome=Outcome.UNKNOWN, accept_ms=3.0)]
    accept = figures_of(samples).accept
    assert accept is not None
    assert accept.median_ms == (10.0 + 2000.0) / 2


def test_a_failed_operation_says_nothing_about_speed() -> None:
    samples = [sample(), sample(outcome=Outcome.FAILED, accept_ms=0.1)]
    accept = figures_of(samples).accept
    assert accept is not None
    assert accept.median_ms == 10.0


def test_an_order_never_seen_final_counts_with_the_patience() -> None:
    samples = [order(), order(settle_ms=None, outcome=Outcome.SLOW)]
    total = figures_of(samples)
    assert total.unsettled == 1
    assert total.settle is not None
    assert total.settle.median_ms == (50.0 + 5000.0) / 2


def test_an_order_that_was_not_acknowledged_has_nothing_to_settle() -> None:
    samples = [order(order_id="", settle_ms=None, outcome=Outcome.UNKNOWN)]
    total = figures_of(samples)
    assert (total.unsettled, total.settle) == (0, None)


def test_reads_have_nothing_to_settle() -> None:
    assert figures_of([sample(), sample()]).settle is None


def test_an_empty_window_has_no_latencies() -> None:
    total = figures_of([])
    assert (total.count, total.good_per_s, total.accept, total.settle) == (0, 0.0, None, None)
