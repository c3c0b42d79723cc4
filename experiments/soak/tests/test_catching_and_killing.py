"""Who comes to a point is killed there, and everybody is killed in turn."""

from collections import Counter
from random import Random

import psutil
import pytest

from experiments.accidents.schedule import targets_of
from experiments.soak import catching
from experiments.soak.catching import Deaths, Point, catch, replica_of
from experiments.soak.ground import NotSeen
from experiments.soak.tests.made import FakeArm, ground
from experiments.soak.victims import databases_of, in_rounds, strike, victims_of
from experiments.stacks.protocol import Broker, Database, Gateway, Replica
from experiments.topology import MONOLITH, SERVICES, Topology

POINT = Point("has reserved", "inventory", "StepDone", "before", bus=True)


def started(topology: Topology) -> FakeArm:
    arm = FakeArm(topology)
    arm.start()
    return arm


def test_whoever_comes_to_the_point_is_killed_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arm = started(SERVICES)
    arm.acts = {"inventory.bus": ("5.0 17 hold 1", "5.1 18 hold 1")}
    asked: list[int] = []

    def replica_of(pid: int) -> Replica:
        asked.append(pid)
        return Replica("inventory", 1)

    monkeypatch.setattr(catching, "replica_of", replica_of)
    assert catch(ground(arm), POINT) == Replica("inventory", 1)
    assert (asked, arm.killed) == ([17], [Replica("inventory", 1)])
    assert arm.switches == {}


def test_where_nobody_comes_that_is_said_and_nobody_stays_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catching, "CAUGHT_WITHIN_S", 0.0)
    arm = started(SERVICES)
    with pytest.raises(NotSeen, match="somebody has reserved within 0 s: that was not seen"):
        catch(ground(arm), POINT)
    assert (arm.killed, arm.switches) == ([], {})


def test_who_cannot_be_looked_at_once_is_looked_at_again() -> None:
    looks: list[int] = []

    def happens() -> bool:
        looks.append(len(looks))
        if len(looks) == 1:
            raise NotSeen("the tables of catalog cannot be read")
        return len(looks) == 3

    ground(started(SERVICES)).until(happens, "it", within_s=5.0)
    assert len(looks) == 3


def test_who_cannot_be_looked_at_until_the_end_is_named() -> None:
    def happens() -> bool:
        raise NotSeen("the tables of catalog cannot be read")

    with pytest.raises(NotSeen, match="it within 0 s: the tables of catalog cannot be read"):
        ground(started(SERVICES)).until(happens, "it", within_s=0.0)


def test_a_replica_is_known_by_its_processes_own_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(psutil.Process, "environ", lambda _: {"CLEAVE_REPLICA": "monolith-3"})
    assert replica_of(psutil.Process().pid) == Replica("monolith", 3)
    monkeypatch.setattr(psutil.Process, "environ", lambda _: {})
    with pytest.raises(NotSeen, match="works for no replica"):
        replica_of(psutil.Process().pid)


def test_all_are_waited_for_once_no_replica_of_a_part_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arm, waits = started(MONOLITH), Counter[str]()
    monkeypatch.setattr(FakeArm, "wait_healthy", lambda *_: waits.update(["healthy"]))
    deaths = Deaths(ground(arm))
    for index in (1, 2, 2, 3, 4, 5):
        deaths.add(Replica("monolith", index))
    assert waits.total() == 0
    deaths.add(Replica("monolith", 6))
    assert waits.total() == 1
    deaths.add(Replica("monolith", 1))
    assert waits.total() == 1


@pytest.mark.parametrize("topology", [MONOLITH, SERVICES], ids=lambda topology: topology.name)
def test_every_process_of_an_arm_and_the_outside_world_can_be_killed(topology: Topology) -> None:
    arm = started(topology)
    victims = victims_of(ground(arm))
    for victim in victims:
        victim.kill()
    assert Counter(arm.killed) == Counter((*targets_of(topology), Gateway()))
    kinds = {victim.kind for victim in victims}
    assert kinds >= {"replica", "database", "gateway", "outside world"}
    assert ("broker" in kinds) is topology.broker
    assert (Broker() in arm.killed) is topology.broker


def test_each_dies_once_before_any_dies_again() -> None:
    victims = databases_of(ground(started(SERVICES)))
    doomed = list(in_rounds(victims, Random(7), 2 * len(victims) + 1))
    for first in (0, len(victims)):
        assert len({each.name for each in doomed[first : first + len(victims)]}) == len(victims)
    again = [each.name for each in in_rounds(victims, Random(7), len(doomed))]
    assert [each.name for each in doomed] == again


def test_nobody_dies_before_he_serves_again() -> None:
    arm = started(SERVICES)
    arm.rising.add(Database("orders"))
    here = ground(arm)
    (victim,) = (each for each in databases_of(here) if "orders" in each.name)
    strike(here, victim)
    assert arm.killed == [Database("orders")]
