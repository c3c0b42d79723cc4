"""An order settles when the shop says so or, where its clocks are wrong, when a client sees so."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from experiments.workload.attempt import Attempt, Look
from experiments.workload.operations import OPERATIONS, Ask
from experiments.workload.plan import LoadPlan
from experiments.workload.recorder import Recorder
from experiments.workload.samples import Sample, read_samples
from experiments.workload.schedule import Arrival
from experiments.workload.scoring import Answer, Outcome, order_seen

BEGIN_S, HOUR_S = 1_800_000_000.0, 3600.0
PLAN = LoadPlan("http://127.0.0.1:20100", seed=7, rate=30.0, seconds=10.0)
AS_SEEN = replace(PLAN, settle_as_seen=True)
ASK = Ask("/orders", customer_id="c-00001", key="k", lines=(("p-0001", 2),))
DUE_S, ANSWERED_S = 1.0, 0.25


def final(settled_s: float) -> Answer:
    """Settled so long after the load's start, by the clock of the shop."""
    body = {
        "order_id": "o-1",
        "customer_id": "c-00001",
        "status": "CONFIRMED",
        "reason": None,
        "lines": [{"product_id": "p-0001", "quantity": 2, "unit_price_cents": 500}],
        "total_cents": 1000,
        "settled_at": datetime.fromtimestamp(BEGIN_S + settled_s, UTC).isoformat(),
    }
    return Answer(201, body)


def attempt(answer: Answer, *looked_until_s: float) -> Attempt:
    arrival = Arrival(0, DUE_S, OPERATIONS["place-order"], ASK)
    order = order_seen(ASK, answer)
    looks = [Look("o-1", until_s - 0.01, until_s, answer) for until_s in looked_until_s]
    return Attempt(arrival, DUE_S, ANSWERED_S, answer, order, looks=looks)


def recorded(folder: Path, plan: LoadPlan, one: Attempt) -> tuple[Sample, float]:
    """The sample, and the earliest that anything has settled."""
    recorder = Recorder(folder, plan, BEGIN_S)
    recorder.record(one)
    recorder.close()
    (sample,) = read_samples(folder)
    return sample, recorder.earliest_settle_ms


def test_the_shop_says_when_an_order_was_settled(tmp_path: Path) -> None:
    sample, earliest_ms = recorded(tmp_path, PLAN, attempt(final(1.1), 1.85))
    assert sample.settle_ms == pytest.approx(100.0, abs=0.01)
    assert sample.outcome is Outcome.GOOD
    assert earliest_ms == 0.0


@pytest.mark.parametrize("wrong_s", [HOUR_S, -HOUR_S])
def test_a_shop_whose_clock_is_wrong_says_what_is_not_so(tmp_path: Path, wrong_s: float) -> None:
    sample, earliest_ms = recorded(tmp_path, PLAN, attempt(final(1.1 + wrong_s), 1.85))
    assert sample.settle_ms == pytest.approx(100.0 + 1000 * wrong_s)
    assert (sample.outcome is Outcome.SLOW, earliest_ms < 0) == (wrong_s > 0, wrong_s < 0)


@pytest.mark.parametrize("wrong_s", [0.0, HOUR_S, -HOUR_S])
@pytest.mark.parametrize(("looked_until_s", "seen_ms"), [((), 250.0), ((1.36, 1.85), 850.0)])
def test_a_client_sees_an_order_settled_in_the_answer_or_at_its_last_look(
    tmp_path: Path, wrong_s: float, looked_until_s: tuple[float, ...], seen_ms: float
) -> None:
    sample, earliest_ms = recorded(
        tmp_path, AS_SEEN, attempt(final(1.1 + wrong_s), *looked_until_s)
    )
    assert (sample.settle_ms, sample.outcome) == (pytest.approx(seen_ms), Outcome.GOOD)
    assert earliest_ms == 0.0
