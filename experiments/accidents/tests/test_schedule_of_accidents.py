"""Every process that holds or carries orders has its accident, at the same time each run."""

import pytest

from experiments.accidents.schedule import schedule, targets_of
from experiments.stacks.protocol import Broker, Database, Replica
from experiments.topology import MONOLITH, SERVICES, TOPOLOGIES, Topology


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
def test_everything_is_killed_once_within_the_time(topology: Topology) -> None:
    planned = schedule(topology, seed=7, first_s=2, last_s=20)
    targets = [accident.target for accident in planned]
    assert sorted(targets, key=str) == sorted(targets_of(topology), key=str)
    times = [accident.at_s for accident in planned]
    assert times == sorted(times)
    assert times[0] >= 2
    assert times[-1] <= 20


def test_a_seed_decides_and_another_decides_otherwise() -> None:
    assert schedule(SERVICES, 7, 2, 20) == schedule(SERVICES, 7, 2, 20)
    assert schedule(SERVICES, 7, 2, 20) != schedule(SERVICES, 8, 2, 20)


def test_all_replicas_count_and_only_an_arm_with_a_broker_loses_it() -> None:
    assert set(targets_of(MONOLITH)) == {
        Database("monolith"),
        *(Replica("monolith", index) for index in range(1, 7)),
    }
    assert Broker() in set(targets_of(SERVICES))
    assert len(set(targets_of(SERVICES))) == 13
