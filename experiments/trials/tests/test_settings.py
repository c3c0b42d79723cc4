"""What could not be scored is refused before anything starts."""

from dataclasses import replace
from typing import Any

import pytest

from experiments.catalogue.failure_isolation import isolation
from experiments.faults.broker_paused import broker_paused
from experiments.method.steps import load, wait
from experiments.testing.comparison import COST, SIZES, settings
from experiments.trials.settings import ImpossiblePlan
from experiments.workload.mixes import MIXED


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"blocks": 0}, "blocks must lie between 1 and 64"),
        ({"blocks": 65}, "blocks must lie between 1 and 64"),
        ({"seed": -1}, "the seed must be 0 or more"),
        ({"experiments": ()}, "no experiment to run"),
        ({"sizes": SIZES.with_rate("mixed", 0.0)}, "the rate must lie above 0"),
        ({"sizes": SIZES.with_rate("mixed", 301.0)}, "at most at 300 operations/s"),
        ({"sizes": SIZES.with_rate("mixed", float("nan"))}, "the rate must lie above 0"),
        (
            {"sizes": SIZES.with_rate("mixed", 5.0)},
            "needs 100 operations at least: 5/s for 10 s are fewer",
        ),
        (
            {"experiments": (replace(COST, method=(load(MIXED), wait(7.9))),)},
            "lasts 8 seconds at least",
        ),
    ],
)
def test_impossible_settings_say_why(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ImpossiblePlan, match=why):
        replace(settings(), **change)


def test_clients_in_a_closed_loop_may_be_given_more_than_an_open_loop_sends() -> None:
    closed = replace(COST, method=(load(MIXED, clients=8), wait(10)))
    plenty = SIZES.with_rate("mixed", 600.0)
    assert replace(settings(), experiments=(closed,), sizes=plenty).experiments == (closed,)


@pytest.mark.parametrize(
    ("arms", "without", "why"),
    [
        (("monolith", "services"), "inbox", "there is no protection 'inbox'"),
        (("services", "services"), "replicas", "services has no replicas that it could be without"),
    ],
)
def test_what_an_arm_has_not_it_cannot_be_without(
    arms: tuple[str, str], without: str, why: str
) -> None:
    with pytest.raises(ImpossiblePlan, match=why):
        replace(settings(), arms=arms, without=frozenset((without,)))


def test_of_an_arm_held_against_itself_the_second_side_has_the_other_transport() -> None:
    both = replace(settings(), arms=("services", "services"), transport="rest")
    one, two = both.sides
    assert (one.label, one.transport) == ("services", "kafka")
    assert (two.label, two.transport) == ("services over REST", "rest")
    assert [side.topology and side.topology.broker for side in both.sides] == [True, False]
    assert not both.is_usual


def test_a_fault_of_a_broker_is_nothing_that_can_be_done_where_there_is_none() -> None:
    whole = replace(settings(), experiments=(isolation(broker_paused("orders")),))
    told = replace(whole, arms=("services", "services"), transport="rest").absent
    assert list(told) == ["services over REST"]
