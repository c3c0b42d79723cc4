"""A little of what is hardest to act, on real arms. `make soak CUT=1` does all of it."""

from collections.abc import Iterator
from random import Random

import pytest

from experiments.soak.catching import Deadly
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.soak.judge import judged
from experiments.soak.real import open_doors
from experiments.soak.scenarios import (
    before_marking,
    between_steps,
    last_unit,
    poison,
    redriven,
)
from experiments.soak.stage import Doors, staged
from experiments.topology import TOPOLOGIES

pytestmark = [pytest.mark.real, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def doors() -> Iterator[Doors]:
    with open_doors(lambda _: None) as doors:
        yield doors


@pytest.fixture(scope="module", params=sorted(TOPOLOGIES))
def ground(
    request: pytest.FixtureRequest, doors: Doors, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    topology, logs = TOPOLOGIES[request.param], tmp_path_factory.mktemp("logs")
    with staged(doors, topology, Random(11), lambda _: None, logs) as ground:
        yield ground


def broken(found: Iterator[Finding], ground: Ground, doors: Doors) -> list[Finding]:
    """What was not kept, of the scenario's promises and of the shop's."""
    every = list(found)
    ground.recover()
    settled = doors.read_settled(ground.arm.audit_url, lambda _: None)
    every += judged(settled, ground.shoppers.operations).findings
    return [each for each in every if each.kept is False]


def test_a_process_is_killed_between_two_steps(ground: Ground, doors: Doors) -> None:
    kills = len(between_steps.points_on(ground.arm.topology))
    found = between_steps.act(ground, Deadly(kills))
    assert broken(found, ground, doors) == []


def test_a_process_is_killed_before_it_marks_what_it_told(ground: Ground, doors: Doors) -> None:
    found = before_marking.act(ground, Deadly(kills=2))
    assert broken(found, ground, doors) == []


def test_what_failed_for_good_is_replayed(ground: Ground, doors: Doors) -> None:
    assert broken(redriven.act(ground, redriven.Redriven(each=2)), ground, doors) == []


def test_poison_ends_in_the_dead_letters(ground: Ground, doors: Doors) -> None:
    found = poison.act(ground, poison.Poisoned(messages=60, poison=6))
    assert broken(found, ground, doors) == []


def test_a_last_unit_is_sold_once(ground: Ground, doors: Doors) -> None:
    found = last_unit.act(ground, last_unit.LastUnits(clients=40, rounds=2))
    assert broken(found, ground, doors) == []
