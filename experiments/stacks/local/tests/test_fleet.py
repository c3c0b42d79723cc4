"""Who a part's replicas are: names that never come twice, an index that means today's."""

import pytest

from experiments.artefacts.release import BASE
from experiments.stacks.local.fleet import Fleet
from experiments.stacks.local.ports import PortBook
from experiments.stacks.protocol import Replica, StackError
from experiments.testing.fake_stack import artefact
from experiments.topology import SERVICES

PART = SERVICES.part_of("payments")


@pytest.fixture
def fleet() -> Fleet:
    fleet = Fleet(SERVICES, PortBook(20390, 9, "a test"))
    fleet.assign("payments", artefact(PART, BASE), fleet.recruit("payments", 2))
    return fleet


def test_replicas_are_counted_from_one(fleet: Fleet) -> None:
    assert fleet.find(Replica("payments", 1)).name == "payments-1"
    assert fleet.find(Replica("payments", 2)).name == "payments-2"
    assert len({member.port for member in fleet.all_members()}) == 2


def test_after_a_deploy_an_index_means_a_new_process(fleet: Fleet) -> None:
    old = fleet.members("payments")
    fleet.assign("payments", artefact(PART, BASE), fleet.recruit("payments", 2))
    fleet.release(old)
    assert fleet.find(Replica("payments", 1)).name == "payments-3"
    assert [member.name for member in fleet.recruit("payments", 1)] == ["payments-5"]


def test_ports_come_again_and_names_do_not(fleet: Fleet) -> None:
    for _ in range(20):
        new = fleet.recruit("payments", 3)
        fleet.release(new)
    assert new[-1].name == "payments-62"


@pytest.mark.parametrize("index", [0, 3, -1])
def test_an_index_that_the_part_does_not_have_is_refused(fleet: Fleet, index: int) -> None:
    with pytest.raises(StackError, match=f"payments has no replica {index}: it has 2 now"):
        fleet.find(Replica("payments", index))


def test_an_unknown_part_is_named(fleet: Fleet) -> None:
    with pytest.raises(StackError, match="services has no part named 'moon'"):
        fleet.find(Replica("moon", 1))
