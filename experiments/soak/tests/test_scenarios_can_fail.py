"""Each scenario's own promises: kept by what is right, broken by what was planted."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from experiments.checks.history.operation import End
from experiments.dead_letters.letters import DeadLetter, State
from experiments.faults.firing import Firing
from experiments.soak.catalogue import SCENARIOS
from experiments.soak.finding import Finding
from experiments.soak.poisons import poisons
from experiments.soak.run import Plan, Soak
from experiments.soak.scenarios import (
    before_marking,
    broker_stopped,
    last_unit,
    poison,
    redriven,
    shuffled,
)
from experiments.soak.tests.made import FakeDoors, placed
from experiments.testing.listener import Listener
from experiments.topology import MONOLITH, REST, SERVICES
from experiments.transports import over
from shared_domain.messages.forms import JSON

LETTER = DeadLetter(
    "inventory", 1, "inventory.commands", "ReleaseStock", "o-1", "-",
    datetime(2026, 5, 4, tzinfo=UTC), State.WAITING,
)  # fmt: skip
POISON = list(poisons(Random(7), 3))
TEXTS = [each.text for each in POISON]
OTHER = replace(LETTER, number=2)

KEPT: dict[str, list[Finding]] = {
    "last-unit": [last_unit.one_sale_each(["p-1", "p-2"], {"p-1": 1, "p-2": 1}, 500)],
    "before-marking": [before_marking.all_sent_again(2, 3)],
    "broker-stopped": [
        broker_stopped.all_accepted(60, [placed()]),
        broker_stopped.drained_in_time(30.0),
    ],
    "shuffled": [shuffled.some_twice(5000, 600)],
    "poison": [poison.all_dead(POISON, TEXTS, 0)],
    "redriven": [
        redriven.all_listed(1, [LETTER]),
        redriven.all_replayed([LETTER], [LETTER], []),
    ],
}
BROKEN: dict[str, list[Finding]] = {
    "last-unit": [
        last_unit.one_sale_each(["p-1", "p-2"], {"p-1": 1}, 500),
        last_unit.one_sale_each(["p-1"], {"p-1": 2}, 500),
    ],
    "before-marking": [before_marking.all_sent_again(2, 1)],
    "broker-stopped": [
        broker_stopped.all_accepted(60, [placed(), placed(End.UNKNOWN, number=2)]),
        broker_stopped.all_accepted(60, []),
        broker_stopped.drained_in_time(30.1),
        broker_stopped.drained_in_time(None),
    ],
    "shuffled": [shuffled.some_twice(5000, 300)],
    "poison": [
        poison.all_dead(POISON, TEXTS[1:], 0),
        poison.all_dead(POISON, [*TEXTS, TEXTS[0]], 0),
        poison.all_dead(POISON, [*TEXTS, "a good message"], 0),
    ],
    "redriven": [
        redriven.all_listed(2, [LETTER]),
        redriven.all_listed(1, []),
        redriven.all_replayed([LETTER, OTHER], [LETTER], []),
        redriven.all_replayed([LETTER], [LETTER], [OTHER]),
    ],
}
NAMES = [each.name for each in SCENARIOS]


@pytest.mark.parametrize("name", KEPT)
def test_what_is_right_keeps_a_scenarios_promises(name: str) -> None:
    assert [each.kept for each in KEPT[name]] == [True] * len(KEPT[name])


@pytest.mark.parametrize("name", KEPT)
def test_what_was_planted_breaks_each_of_them(name: str) -> None:
    assert [each.kept for each in BROKEN[name]] == [False] * len(BROKEN[name])


def test_letters_that_lay_there_before_are_nobodys_poison() -> None:
    assert poison.all_dead(POISON, ["an older letter", *TEXTS], 1).kept is True


def test_copies_are_counted_by_what_each_process_noted_last() -> None:
    noted = [Firing(1.0, 7, "shuffle", times) for times in (1, 2, 4)]
    assert shuffled.copies([*noted, Firing(1.0, 8, "shuffle", 2)]) == 6


def test_every_scenario_has_a_name_of_its_own_and_less_to_do_in_the_cut() -> None:
    assert len(set(NAMES)) == len(NAMES) == 9
    for each in SCENARIOS:
        assert each.cut_s < each.full_s
        assert each.seconds(is_cut=True) == each.cut_s


def test_an_arm_without_a_broker_misses_only_what_needs_one_and_says_why() -> None:
    missing = [each.name for each in SCENARIOS if each.missing_on(MONOLITH)]
    assert missing == ["broker-stopped", "shuffled"]
    assert not any(each.missing_on(SERVICES) for each in SCENARIOS)
    calling = over(SERVICES, REST, JSON)
    assert [each.name for each in SCENARIOS if each.missing_on(calling)] == ["broker-stopped"]


def test_the_whole_takes_an_hour_at_most_and_the_cut_five_minutes(tmp_path: Path) -> None:
    def minutes(is_cut: bool) -> float:
        plan = Plan(7, is_cut, (MONOLITH, SERVICES), SCENARIOS)
        return Soak(plan, FakeDoors().doors, Listener(), tmp_path).left_s / 60

    assert minutes(is_cut=True) <= 5
    assert minutes(is_cut=False) < 58
