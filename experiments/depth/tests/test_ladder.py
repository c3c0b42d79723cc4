"""What is done on a ladder: every rung once, in an order of its own, within the same quota."""

import pytest

from experiments.catalogue.scaling_depth import depth
from experiments.depth.ladder import OUT, UP, Ladder
from experiments.depth.visit import Visit, settings_for, takes_s, visits
from experiments.method.steps import Idle, Limit, Load, Scale
from experiments.stacks.protocol import Ability
from experiments.topology import MONOLITH, SERVICES, Topology

READS = depth.ladders[0]
VISITS = tuple(visits(depth))


def limits_and_loads(ladder: Ladder, topology: Topology, lot: str) -> list[tuple[float, int, Load]]:
    """Of each rung the quota, the replicas and the load, in the order in which they are climbed."""
    found: list[tuple[float, int, Load]] = []
    quota, replicas = 0.0, 0
    for step in depth.experiment(ladder, topology, lot).method:
        match step:
            case Limit(_, cores):
                quota = cores
            case Scale(_, times):
                replicas = int(times)
            case Load():
                found.append((quota, replicas, step))
    return found


def test_every_rung_has_the_cpu_of_its_size_whichever_way() -> None:
    climbed = limits_and_loads(READS, MONOLITH, "7 1")
    assert len(climbed) == len(depth.rungs) == depth.most + len(depth.large)
    for quota, replicas, load in climbed:
        way, _, times = load.name.partition("-")
        assert replicas == (int(times) if way == OUT else 1)
        assert quota * replicas == pytest.approx(depth.quota * int(times))
        assert load.clients == depth.clients * int(times)


def test_the_order_is_drawn_anew_for_each_block_and_is_the_same_on_both_arms() -> None:
    def order(topology: Topology, lot: str) -> list[str]:
        return [load.name for _, _, load in limits_and_loads(READS, topology, lot)]

    assert order(MONOLITH, "7 1") == order(SERVICES, "7 1")
    assert len({tuple(order(MONOLITH, f"7 {block}")) for block in range(1, 7)}) == 6
    rising = [rung.name for rung in depth.rungs]
    assert sorted(order(MONOLITH, "7 1")) == sorted(rising)


def test_the_arm_is_watched_idle_with_one_replica_before_anything_is_asked_for() -> None:
    first, second, *_ = depth.experiment(READS, SERVICES, "7 1").method
    assert first == Scale(READS.feature, 1)
    assert second == Idle(depth.idle_s)


def test_it_needs_a_quota_and_looks_at_the_tables() -> None:
    experiment = depth.experiment(READS, SERVICES, "7 1")
    assert experiment.needs == (Ability.CPU_QUOTA,)
    assert experiment.is_surveyed


@pytest.mark.parametrize("visit", VISITS[:4], ids=lambda each: each.label)
def test_every_visit_is_one_that_can_be_made(visit: Visit) -> None:
    settings = settings_for(depth, visit, seed=7)
    (experiment,) = settings.experiments
    for times in range(1, depth.most + 1):
        assert settings.sizes.count(experiment.name, visit.topology.name, times) == times
    assert experiment.missing_on(visit.topology) == ""


def test_the_arms_take_turns_at_being_first() -> None:
    firsts = [pair[0].topology.name for pair in zip(VISITS[::2], VISITS[1::2], strict=True)]
    assert firsts == (["monolith"] * 2 + ["services"] * 2) * (depth.visits // 2)
    assert {visit.block for visit in VISITS} == set(range(1, depth.visits + 1))


def test_a_large_replica_stands_for_sizes_that_small_ones_reach() -> None:
    assert {rung.times for rung in depth.rungs if rung.way == UP} <= set(range(2, depth.most + 1))


def test_all_of_it_takes_an_hour_and_a_half_at_most() -> None:
    assert 3_000 < sum(takes_s(depth, visit) for visit in VISITS) < 5_400
