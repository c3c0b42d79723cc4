"""What every stack must do to its own processes when a fault asks for it: the fake one, too."""

from collections.abc import Iterator
from typing import Any

import pytest

from experiments.stacks.local.abilities import NO_FULL_DISK, unable
from experiments.stacks.protocol import (
    Ability,
    Broker,
    Database,
    Link,
    Replica,
    Stack,
    StackError,
    Target,
    clock_of,
)
from experiments.testing.every_stack import new_stack
from experiments.testing.waiting import wait_until
from experiments.topology import ORDERS, SERVICES

__all__ = ["new_stack"]
PART = SERVICES.part_of(ORDERS).name
TARGETS = (Replica(PART, 1), Database(PART), Broker())


@pytest.fixture
def stack(new_stack: Any) -> Iterator[Stack]:
    started: Stack = new_stack(SERVICES)
    try:
        started.start()
        yield started
    finally:
        started.stop()


def test_what_stands_still_answers_nobody_until_it_goes_on(stack: Stack) -> None:
    for target in TARGETS:
        assert stack.answers(target), target
        stack.pause(target)
        assert not stack.answers(target), target
        stack.resume(target)
        wait_until(lambda target=target: stack.answers(target), 30)  # type: ignore[misc]
    stack.wait_healthy(60.0)


def test_what_stays_down_does_so_until_it_is_restarted(stack: Stack) -> None:
    for target in TARGETS:
        stack.kill(target, stays_down=True)
        assert not stack.answers(target), target
        with pytest.raises(StackError, match="not ready"):
            stack.wait_healthy(3.0)
        stack.restart(target)
        wait_until(lambda target=target: stack.answers(target), 30)  # type: ignore[misc]
    stack.wait_healthy(60.0)


def test_what_is_killed_by_accident_comes_back_by_itself(stack: Stack) -> None:
    for target in TARGETS:
        stack.kill(target)
        wait_until(lambda target=target: stack.answers(target), 60)  # type: ignore[misc]
    stack.wait_healthy(60.0)


def test_a_database_takes_no_writes_for_as_long_as_it_is_told_to(stack: Stack) -> None:
    assert stack.writable(PART)
    stack.read_only(PART, True)
    wait_until(lambda: not stack.writable(PART))
    assert stack.answers(Database(PART))
    stack.kill(Database(PART))
    stack.wait_healthy(60.0)
    assert not stack.writable(PART)
    stack.read_only(PART, False)
    wait_until(lambda: stack.writable(PART))


def test_a_database_that_is_down_can_be_told_nothing(stack: Stack) -> None:
    stack.kill(Database(PART), stays_down=True)
    assert not stack.writable(PART)
    with pytest.raises(StackError, match=f"the database of {PART} takes no orders"):
        stack.read_only(PART, True)


@pytest.mark.skipif(Ability.DISK_FULL in unable(), reason=NO_FULL_DISK)
def test_a_database_without_room_stops_and_stays_down_until_there_is_some(stack: Stack) -> None:
    stack.disk_full(PART, True)
    wait_until(lambda: not stack.writable(PART))
    wait_until(lambda: not stack.answers(Database(PART)))
    stack.kill(Database(PART))
    with pytest.raises(StackError, match="not ready"):
        stack.wait_healthy(5.0)
    stack.disk_full(PART, False)
    wait_until(lambda: stack.writable(PART), 30)
    stack.wait_healthy(60.0)


def test_nothing_that_was_done_to_an_arm_outlives_it(stack: Stack) -> None:
    stack.pause(Replica(PART, 1))
    stack.kill(Broker(), stays_down=True)
    stack.pause(Database(PART))
    stack.read_only("payments", True)
    if Ability.DISK_FULL not in unable():
        stack.disk_full("inventory", True)
    stack.link("catalog", "inventory", Link(cut="silence"))
    stack.switch(clock_of(ORDERS), {"fault": "skew", "seconds": 60.0})
    stack.stop()
    stack.start()
    stack.wait_healthy(60.0)
    assert all(stack.answers(target) for target in TARGETS)
    assert all(stack.writable(part.name) for part in SERVICES.parts)


@pytest.mark.parametrize("target", [Replica("moon", 1), Database("moon"), Replica(PART, 9)])
def test_what_there_is_not_is_refused(stack: Stack, target: Target) -> None:
    with pytest.raises(StackError):
        stack.answers(target)


def test_a_link_is_cut_and_mended_from_a_part_that_there_is(stack: Stack) -> None:
    for link in (Link(delay_ms=100), Link(cut="reset"), Link(cut="silence"), None, None):
        stack.link(PART, "inventory", link)
    assert stack.inside_url(PART).startswith("http://127.0.0.1:")
    with pytest.raises(StackError, match="no part named 'moon'"):
        stack.link("moon", "inventory", None)
    with pytest.raises(StackError, match="no part named 'moon'"):
        stack.inside_url("moon")


def test_a_disk_that_there_is_not_cannot_be_full(stack: Stack) -> None:
    with pytest.raises(StackError, match="no part named 'moon'"):
        stack.disk_full("moon", True)
