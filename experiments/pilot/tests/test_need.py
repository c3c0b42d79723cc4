"""What a pilot has to find is read off the experiment."""

from dataclasses import replace

import pytest

from experiments.catalogue import cost_of_splitting, scaling, scaling_cpu, scaling_variants
from experiments.method.growing import LEVEL, WAIT_MS
from experiments.method.steps import Limit, Outside, Work, load
from experiments.pilot.look import look_for
from experiments.pilot.need import Need, needs_of
from experiments.topology import FEATURES, RECOMMENDATIONS
from experiments.workload.mixes import HOT, MIXED


def test_each_load_that_is_scaled_for_is_a_need() -> None:
    one, four = needs_of(scaling.experiment)
    assert (one.load.times, four.load.times) == (1, 4)
    assert one.features == four.features == (RECOMMENDATIONS,)
    assert one.setting == (Outside({"latency_ms": WAIT_MS}),)
    assert one.latency_ms == WAIT_MS
    assert one.slo == LEVEL


def test_what_is_scarce_is_scarce_in_the_looks_too() -> None:
    for need in needs_of(scaling_cpu.experiment):
        work, limit = need.setting
        assert (isinstance(work, Work), isinstance(limit, Limit)) == (True, True)
        looked = look_for(need, replicas=2, nth=1, seconds=8, again=False)
        assert looked.method[:3] == (work, limit, need.load)
        assert looked.needs == scaling_cpu.experiment.needs


def test_growth_of_everything_needs_every_feature() -> None:
    assert [need.features for need in needs_of(scaling_variants.even)] == [FEATURES] * 3


def test_an_experiment_that_scales_nothing_needs_no_pilot() -> None:
    assert needs_of(cost_of_splitting.experiment) == ()


def test_an_experiment_without_a_level_takes_the_stored_sizes() -> None:
    assert needs_of(replace(scaling.experiment, slo=None)) == ()


@pytest.mark.parametrize(
    ("rate", "least"),
    [(30, 2), (60, 3), (120, 5), (1, 1)],  # 27 of 30 wait 0.35 s: 9.45 slots of 8 a replica
)
def test_the_bound_is_littles_law(rate: float, least: int) -> None:
    assert needs_of(scaling.experiment)[0].bound(rate, slots=8) == least


def test_where_nothing_waits_one_replica_may_do() -> None:
    need = Need("trial", load(HOT), (RECOMMENDATIONS,), (), LEVEL)
    assert need.bound(120, slots=8) == 1


def test_a_feature_that_does_not_wait_has_no_bound() -> None:
    need = Need("trial", load(MIXED), ("catalog",), (Outside({"latency_ms": 350}),), LEVEL)
    assert need.bound(120, slots=8) == 1
