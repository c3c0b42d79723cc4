"""Whose an operation is while a feature is broken, and how many it takes to say anything."""

from dataclasses import replace

import pytest

from experiments.measure.by_feature import (
    LEAST,
    after,
    asked,
    during,
    good,
    key_of,
    metrics_of,
    operations_of,
    p99_ms,
    settle_key,
    settle_ms,
)
from experiments.measure.observation import Observation
from experiments.measure.service import ENOUGH
from experiments.testing.observed import loaded, mark, observed, sample
from experiments.topology import FEATURES
from experiments.workload.mixes import EVERY_FEATURE
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome

MARKS = (mark("inject", 4.0, "crash payments"), mark("clear", 12.0, "payments"))
WALLET = {"read-wallet"}


def seen(*samples: Sample) -> Observation:
    return observed(loaded(samples, seconds=20.0), marks=MARKS)


def wallets(count: int, outcome: Outcome = Outcome.GOOD, ms: float = 5.0) -> list[Sample]:
    """Within the fault."""
    return [sample(5 + n / 100, "read-wallet", outcome, ms) for n in range(count)]


def orders(count: int, ms: float) -> list[Sample]:
    return [sample(5 + n / 100, "place-order", settle_ms=ms) for n in range(count)]


def test_an_operation_counts_for_every_feature_that_it_needs() -> None:
    owning = {"read-page", "read-stock", "place-order"}
    assert operations_of("inventory", "recommendations") == owning
    assert operations_of("catalog", "recommendations") >= {"read-page", "search"}


def test_what_needs_the_broken_feature_too_counts_for_that_one_alone() -> None:
    assert operations_of("payments", "payments") == {"place-order", "read-wallet"}
    assert operations_of("orders", "payments") == {"list-orders"}
    assert "place-order" not in operations_of("inventory", "payments")


@pytest.mark.parametrize("broken", FEATURES)
def test_the_mix_asks_for_every_feature_whichever_is_broken(broken: str) -> None:
    for feature in FEATURES:
        assert operations_of(feature, broken) & EVERY_FEATURE.shares.keys()


def test_a_phase_ends_where_the_next_one_begins() -> None:
    known = seen(*(sample(at_s, "read-wallet") for at_s in (3.9, 4.0, 11.9, 12.0, 21.9, 22.0)))
    assert asked(during, WALLET)(known) == 2
    assert asked(after, WALLET)(known) == 2


def test_other_operations_do_not_count() -> None:
    known = seen(*wallets(LEAST), *(sample(6, outcome=Outcome.FAILED) for _ in range(9)))
    assert good(during, WALLET)(known) == 100.0


def test_of_too_few_operations_nothing_is_said() -> None:
    few, enough = seen(*wallets(LEAST - 1)), seen(*wallets(LEAST))
    assert (good(during, WALLET)(few), p99_ms(during, WALLET)(few)) == (None, None)
    assert (good(during, WALLET)(enough), p99_ms(during, WALLET)(enough)) == (100.0, 5.0)
    assert asked(during, WALLET)(few) == LEAST - 1


def test_failures_have_a_share_and_no_speed() -> None:
    known = seen(*wallets(50, Outcome.FAILED), *wallets(LEAST - 1))
    assert good(during, WALLET)(known) == pytest.approx(100 * 19 / 69)
    assert p99_ms(during, WALLET)(known) is None


def test_an_operation_without_an_answer_counts_with_the_timeout() -> None:
    known = seen(*wallets(LEAST, Outcome.UNKNOWN, 40.0))
    assert (good(during, WALLET)(known), p99_ms(during, WALLET)(known)) == (0.0, 2000.0)


def test_the_p95_to_settle_needs_orders_that_were_acknowledged() -> None:
    assert settle_ms(during)(seen(*orders(ENOUGH, 30.0))) == 30.0
    assert settle_ms(during)(seen(*orders(ENOUGH - 1, 30.0))) is None
    unknown = [replace(one, order_id="") for one in orders(ENOUGH, 30.0)]
    assert settle_ms(during)(seen(*orders(ENOUGH - 1, 30.0), *unknown)) is None


def test_a_cell_has_its_figures_for_every_feature_and_phase() -> None:
    metrics = {metric.key: metric for metric in metrics_of("payments")}
    known = seen(*wallets(30, Outcome.FAILED), *(sample(13 + n / 100) for n in range(30)))
    found = {key: metric.of(known) for key, metric in metrics.items()}
    assert found["own_good"] == found[key_of("during", "payments", "good")] == 0.0
    assert found[key_of("after", "catalog", "good")] == 100.0
    assert found[key_of("during", "orders", "asked")] == 0.0
    assert found[key_of("during", "orders", "good")] is found[settle_key("during")] is None
