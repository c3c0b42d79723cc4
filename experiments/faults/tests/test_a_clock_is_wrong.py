"""A clock behind the wrapper: right until it is told, wrong at once, and right again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from experiments.faults.clock_skewed import clock_skewed
from experiments.faults.fault import Fault, FaultError
from experiments.faults.firing import firings
from experiments.faults.switchable import switchable
from experiments.faults.tests.harness import tell
from experiments.faults.wrapper.clock import wrap

NAME = "orders.clock"
NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def noon() -> datetime:
    return NOON


@pytest.fixture
def now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], datetime]:
    monkeypatch.setenv("CLEAVE_SWITCHES", str(tmp_path))
    return wrap(NAME, noon)


@pytest.mark.parametrize("seconds", [60.0, -60.0, 0.5])
def test_a_clock_is_wrong_for_as_long_as_it_is_told_to(
    now: Callable[[], datetime], tmp_path: Path, seconds: float
) -> None:
    assert now() == NOON
    tell(tmp_path, NAME, clock_skewed("orders", seconds).setting)
    assert now() == now() == NOON + timedelta(seconds=seconds)
    (tmp_path / f"{NAME}.json").unlink()
    assert now() == NOON


def test_each_look_at_a_wrong_clock_counts(now: Callable[[], datetime], tmp_path: Path) -> None:
    tell(tmp_path, NAME, clock_skewed("orders", 60).setting)
    for _ in range(4):
        now()
    told = firings((tmp_path / f"{NAME}.fired").read_text().splitlines())
    assert [(one.fault, one.times) for one in told] == [("skew", 1), ("skew", 2), ("skew", 4)]


@pytest.mark.parametrize("order", ["", "{", '{"fault": "crash"}', '{"fault": "skew"}'])
def test_what_is_no_order_to_a_clock_leaves_it_right(
    now: Callable[[], datetime], tmp_path: Path, order: str
) -> None:
    tell(tmp_path, NAME, order)
    assert now() == NOON


def test_without_switches_the_clock_stays_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEAVE_SWITCHES", raising=False)
    assert wrap(NAME, noon) is noon


def test_a_feature_that_never_looks_and_impossible_skews_are_refused() -> None:
    impossible: tuple[Callable[[], Fault], ...] = (
        lambda: clock_skewed("catalog", 60),
        lambda: clock_skewed("orders", 0),
        lambda: clock_skewed("orders", 86_401),
        lambda: clock_skewed("orders", float("nan")),
    )
    for make in impossible:
        with pytest.raises(FaultError):
            make()


def test_whose_clock_may_be_wrong_is_wrapped_there_and_itself() -> None:
    release = switchable(["catalog"], skewed=["orders", "orders"])
    assert [one.wrapped for one in release.changes] == ["catalog", "orders", "orders.clock"]
