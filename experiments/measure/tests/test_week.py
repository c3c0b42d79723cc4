"""What a week comes to, when each of its faults was played for four seconds."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from experiments.faults.hang import hang
from experiments.faults.replica_killed import replica_killed
from experiments.faults.week import WEEK_S, Episode
from experiments.measure.observation import Loaded, Mark, Observation
from experiments.measure.week import availability, lost_min, played
from experiments.testing.observed import BEGAN_S, loaded, observed, sample
from experiments.workload.scoring import Outcome

LONG = Episode(1, 3.0, 600.0, hang("orders"))
DEATH = Episode(2, 90.0, 0.0, replica_killed("catalog"))
ALL = {"read-product"}
BAD = Outcome.FAILED


def load_of(episode: Episode, later_s: float, bad: Iterable[float]) -> Loaded:
    """Of 20 s after 2 of warm-up; an operation each half second, those at `bad` not good."""
    failing = set(bad)
    moments = [half / 2 for half in range(44)]
    samples = [sample(at, outcome=BAD if at in failing else Outcome.GOOD) for at in moments]
    return replace(loaded(samples, name=episode.name), began_s=BEGAN_S + later_s)


def marks_of(later_s: float) -> tuple[Mark, Mark]:
    """From the 4th second of a load to the 8th."""
    begin, end = BEGAN_S + later_s + 4, BEGAN_S + later_s + 8
    return Mark("inject", "x", begin, begin), Mark("clear", "x", end, end)


def seen(*loads: Loaded, starts: Iterable[float]) -> Observation:
    return observed(*loads, marks=[mark for at in starts for mark in marks_of(at)])


def test_what_fails_under_a_fault_fails_for_as_long_as_it_really_lasts() -> None:
    half = load_of(LONG, 0, bad=(4.0, 5.0, 6.0, 7.0))
    week = seen(half, starts=[0])
    assert lost_min([LONG], ALL)(week) == pytest.approx(5.0)
    assert availability([LONG], ALL)(week) == pytest.approx(100 * (1 - 300 / WEEK_S))


def test_what_fails_after_it_fails_once() -> None:
    slow_to_recover = load_of(LONG, 0, bad=(8.0, 8.5, 9.0, 9.5))
    assert lost_min([LONG], ALL)(seen(slow_to_recover, starts=[0])) == pytest.approx(2 / 60)


def test_what_fails_before_it_is_not_its_fault() -> None:
    week = seen(load_of(LONG, 0, bad=(2.0, 3.5)), starts=[0])
    assert availability([LONG], ALL)(week) == 100.0


def test_a_death_that_the_restart_rule_ends_lasts_as_long_as_it_was_seen() -> None:
    died = load_of(DEATH, 0, bad=(4.0, 4.5, 5.0, 9.0))
    assert lost_min([DEATH], ALL)(seen(died, starts=[0])) == pytest.approx(2 / 60)


def test_a_week_is_the_sum_of_its_faults() -> None:
    one = load_of(LONG, 0, bad=(4.0, 5.0, 6.0, 7.0))
    two = load_of(DEATH, 100, bad=(4.0, 4.5))
    week = seen(one, two, starts=[0, 100])
    assert lost_min([LONG, DEATH], ALL)(week) == pytest.approx(5 + 1 / 60)
    assert played([LONG, DEATH])(week) == 2


def test_what_an_arm_does_not_have_costs_it_nothing() -> None:
    week = seen(load_of(DEATH, 0, bad=()), starts=[0])
    assert availability([LONG, DEATH], ALL)(week) == 100.0
    assert played([LONG, DEATH])(week) == 1


def test_operations_that_are_not_asked_about_are_no_part_of_it() -> None:
    week = seen(load_of(LONG, 0, bad=(4.0, 5.0)), starts=[0])
    assert availability([LONG], {"place-order"})(week) == 100.0
