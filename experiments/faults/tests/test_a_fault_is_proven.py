"""A fault is real if it fired, was seen and cleared; each that is missing is told."""

from collections.abc import Iterable

import pytest

from experiments.faults.crash import crash
from experiments.faults.fault import Fault, FaultError
from experiments.faults.firing import Firing, firings
from experiments.faults.look import Look
from experiments.faults.proof import FaultProof, Injection, prove
from experiments.faults.slow import slow

CRASH, SLOW = crash("payments"), slow("payments", median_ms=100)
ON_S, OFF_S = 100.0, 110.0
FIRED = (Firing(101.0, 4711, "crash", 1),)


def looks(start_s: float, end_s: float, good: bool = True, took_ms: float = 5.0) -> list[Look]:
    """Five looks a second."""
    count = round(5 * (end_s - start_s))
    return [Look(start_s + number / 5, took_ms, good) for number in range(count)]


BEFORE, AFTER = looks(95, ON_S), looks(OFF_S, 120)
DURING = looks(ON_S, OFF_S, good=False)


def proof(
    *parts: Iterable[Look], fired: tuple[Firing, ...] = FIRED, fault: Fault = CRASH
) -> FaultProof:
    injection = Injection(fault, ON_S, OFF_S)
    return prove(injection, fired, [look for part in parts for look in part])


def test_a_fault_that_fired_was_seen_and_cleared_is_real() -> None:
    assert proof(BEFORE, DURING, AFTER).is_real
    assert proof(BEFORE, DURING, AFTER).reasons == ()


def test_one_look_is_enough_to_see_it() -> None:
    assert proof(BEFORE, looks(ON_S, 105), DURING[:1], AFTER).is_real


@pytest.mark.parametrize(
    "fired",
    [
        (),
        (Firing(99.9, 1, "crash", 1),),
        (Firing(110.1, 1, "crash", 1),),
        (Firing(101, 1, "hang", 1),),
    ],
)
def test_a_fault_that_did_not_fire_in_its_time_is_not_real(fired: tuple[Firing, ...]) -> None:
    found = proof(BEFORE, DURING, AFTER, fired=fired)
    assert found.reasons == ("crash of payments: it never fired",)


def test_a_fault_that_nobody_saw_is_not_real() -> None:
    found = proof(BEFORE, looks(ON_S, OFF_S), AFTER)
    assert found.reasons == ("crash of payments: no client saw it in 50 looks",)


def test_what_was_seen_before_and_after_does_not_count_as_seen() -> None:
    one_bad = [Look(OFF_S, 5.0, good=False)]
    found = proof(BEFORE, one_bad, looks(ON_S, OFF_S), AFTER)
    assert found.seen == "crash of payments: no client saw it in 50 looks"


def test_what_clients_saw_all_along_is_not_the_fault() -> None:
    found = proof(looks(95, ON_S, good=False), DURING, AFTER)
    assert found.seen == "crash of payments: clients saw it before it, too: in 25 of 25 looks"


def test_a_fault_before_which_nobody_looked_is_not_seen() -> None:
    assert proof(BEFORE[:4], DURING, AFTER).seen.endswith("looked only 4 times before it")


def test_a_fault_that_goes_on_is_not_real() -> None:
    found = proof(BEFORE, DURING, looks(OFF_S, 120, good=False))
    assert found.reasons == (
        "crash of payments: clients saw it at the end, too: in 20 of 20 looks",
    )


def test_a_fault_that_takes_its_time_to_clear_is_cleared_in_the_end() -> None:
    assert proof(BEFORE, DURING, looks(OFF_S, 116, good=False), looks(116, 120)).is_real


def test_a_fault_after_which_nobody_looked_is_not_known_to_be_cleared() -> None:
    assert proof(BEFORE, DURING).cleared.endswith("clients looked only 0 times at the end")


def test_a_delay_is_seen_by_how_long_it_takes() -> None:
    fired = (Firing(101.0, 1, "slow", 1),)
    late = looks(ON_S, OFF_S, took_ms=105)
    assert proof(BEFORE, late, AFTER, fired=fired, fault=SLOW).is_real
    assert proof(BEFORE, looks(ON_S, OFF_S, took_ms=99), AFTER, fired=fired, fault=SLOW).seen
    assert proof(BEFORE, DURING, AFTER, fired=fired, fault=SLOW).is_real
    assert proof(BEFORE, late, looks(OFF_S, 120, took_ms=105), fired=fired, fault=SLOW).cleared


def test_all_that_is_missing_is_told_at_once() -> None:
    assert len(proof(BEFORE, looks(ON_S, OFF_S), fired=()).reasons) == 3


def test_lines_of_fired_faults_are_read() -> None:
    assert firings(["12.500000 4711 crash 1"]) == (Firing(12.5, 4711, "crash", 1),)


@pytest.mark.parametrize("line", ["", "12.5 4711 crash", "now 4711 crash 1", "12.5 4711 crash one"])
def test_a_line_of_something_else_is_refused(line: str) -> None:
    with pytest.raises(FaultError, match="not a line of a fired fault"):
        firings([line])
