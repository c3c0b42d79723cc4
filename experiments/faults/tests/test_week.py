"""A week of faults is drawn, and drawn alike."""

from functools import cache
from statistics import fmean

import pytest

from experiments.faults.catalogue import FAULTS
from experiments.faults.week import KINDS, LONGEST, WEEK_H, Episode, Kind, week


@cache
def weeks() -> tuple[tuple[Episode, ...], ...]:
    return tuple(week(seed) for seed in range(1_000))


def test_the_same_seed_is_the_same_week_and_another_one_is_not() -> None:
    assert week(1) == week(1)
    assert week(1) != week(2)


def test_faults_are_in_the_order_of_their_times_and_have_names_of_their_own() -> None:
    for episodes in weeks():
        times = [each.at_h for each in episodes]
        assert times == sorted(times)
        assert all(0 <= at < WEEK_H for at in times)
        assert len({each.name for each in episodes}) == len(episodes)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.fault)
def test_each_kind_comes_as_often_and_lasts_as_long_as_is_assumed(kind: Kind) -> None:
    name = FAULTS[kind.fault](a_feature_for(kind)).name
    stays = FAULTS[kind.fault](a_feature_for(kind)).setting.get("stays_down")
    found = [
        each
        for episodes in weeks()
        for each in episodes
        if (each.fault.name, each.fault.setting.get("stays_down")) == (name, stays)
    ]
    assert len(found) / len(weeks()) == pytest.approx(WEEK_H / kind.every_h, rel=0.25)
    lasted_min = [each.lasts_s / 60 for each in found]
    assert fmean(lasted_min) == pytest.approx(kind.lasts_min, rel=0.2)
    assert max(lasted_min) <= LONGEST * kind.lasts_min


def a_feature_for(kind: Kind) -> str:
    return "recommendations" if kind.fault.startswith("network") else "orders"


def test_a_week_hits_more_than_one_feature() -> None:
    assert len({each.fault.feature for seed in range(5) for each in week(seed)}) > 3


def test_what_only_a_person_could_mend_does_not_happen() -> None:
    broken = {each.fault.feature for one in weeks() for each in one if each.fault.name == "errors"}
    assert broken == {"catalog", "orders", "payments", "recommendations"}
