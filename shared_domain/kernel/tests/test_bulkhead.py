"""Who gets a slot, who waits for one, and who is told at once that there is none."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from experiments.testing.waiting import wait_until
from shared_domain.kernel.bulkhead import SLOTS, Bulkhead, Place
from shared_domain.kernel.errors import Overloaded
from shared_domain.kernel.protections import Protections

SMALL = Protections(slots=3, slots_of_one=2, calls_of_one=1, waiting=4, longest_wait_ms=10)
PATIENT = replace(SMALL, longest_wait_ms=30_000)
CALLS = {"page": ("inventory",), "place": ("inventory", "payments")}


def refused(bulkhead: Bulkhead, feature: str, operation: str = "") -> bool:
    try:
        bulkhead.leave(bulkhead.enter(feature, operation))
    except Overloaded:
        return True
    return False


def queued(bulkhead: Bulkhead) -> list[str]:
    return [waiting.feature for waiting in bulkhead._queue]


class Visitors:
    """Threads that want in, one after another; each stays until it is let go."""

    def __init__(self, bulkhead: Bulkhead) -> None:
        self._bulkhead = bulkhead
        self._pool = ThreadPoolExecutor(16)

    def come(self, *features: str) -> list["Future[Place]"]:
        return [self._one(feature) for feature in features]

    def _one(self, feature: str) -> "Future[Place]":
        before = len(self._bulkhead._queue)
        coming = self._pool.submit(self._bulkhead.enter, feature)
        wait_until(lambda: coming.done() or len(self._bulkhead._queue) > before)
        return coming


def test_one_feature_leaves_slots_to_the_others() -> None:
    bulkhead = Bulkhead(SMALL)
    bulkhead.enter("hung")
    bulkhead.enter("hung")
    assert refused(bulkhead, "hung")
    assert not refused(bulkhead, "other")


def test_a_slot_that_was_left_is_free_again() -> None:
    bulkhead = Bulkhead(SMALL)
    for _ in range(5):
        bulkhead.leave(bulkhead.enter("one"))
    bulkhead.enter("one")
    bulkhead.enter("one")


def test_a_process_has_no_more_slots_than_it_has() -> None:
    bulkhead = Bulkhead(SMALL)
    for feature in ("one", "two", "three"):
        bulkhead.enter(feature)
    assert refused(bulkhead, "four")


def test_a_feature_that_hangs_holds_no_more_slots_by_way_of_those_who_call_it() -> None:
    bulkhead = Bulkhead(replace(SMALL, slots=9), CALLS)
    bulkhead.enter("catalog", "page")
    bulkhead.enter("inventory")
    assert refused(bulkhead, "inventory")
    assert not refused(bulkhead, "catalog")
    assert not refused(bulkhead, "payments")


def test_all_who_call_a_feature_have_together_what_one_of_them_has() -> None:
    bulkhead = Bulkhead(replace(SMALL, slots=9), CALLS)
    bulkhead.enter("catalog", "page")
    assert refused(bulkhead, "orders", "place")
    assert not refused(bulkhead, "orders")
    assert not refused(bulkhead, "inventory")


def test_who_calls_a_feature_keeps_places_for_what_needs_no_call() -> None:
    bulkhead = Bulkhead(replace(SMALL, slots=9), CALLS)
    bulkhead.enter("catalog", "page")
    assert refused(bulkhead, "catalog", "page")
    assert not refused(bulkhead, "catalog", "search")


def test_who_waits_for_somebody_outside_holds_no_place_of_those_he_calls() -> None:
    bulkhead = Bulkhead(replace(SMALL, slots=9), CALLS)
    place = bulkhead.enter("orders", "place")
    assert refused(bulkhead, "catalog", "page")
    with bulkhead.away():
        assert not refused(bulkhead, "catalog", "page")
        assert bulkhead._held[SLOTS] == bulkhead._held["orders"] == 1
    assert refused(bulkhead, "catalog", "page")
    bulkhead.leave(place)
    assert not +bulkhead._held


def test_who_comes_back_to_a_feature_that_is_full_by_then_is_refused_and_holds_nothing() -> None:
    bulkhead = Bulkhead(replace(SMALL, slots=9), CALLS)
    place = bulkhead.enter("orders", "place")
    with pytest.raises(Overloaded, match="orders had no slot in time"), bulkhead.away():
        page = ThreadPoolExecutor(1).submit(bulkhead.enter, "catalog", "page").result(5)
    bulkhead.leave(place)
    bulkhead.leave(page)
    assert not +bulkhead._held


def test_who_holds_no_place_goes_away_all_the_same() -> None:
    with Bulkhead(SMALL, CALLS).away():
        pass


def test_who_waits_gets_the_slot_that_is_left_the_first_one_first() -> None:
    bulkhead = Bulkhead(PATIENT)
    held = [bulkhead.enter(feature) for feature in ("a", "b", "c")]
    first, second = Visitors(bulkhead).come("d", "e")
    bulkhead.leave(held.pop())
    assert first.result(5)
    assert queued(bulkhead) == ["e"]
    bulkhead.leave(held.pop())
    assert second.result(5)


def test_who_may_not_have_the_slot_keeps_nobody_behind_it_waiting() -> None:
    bulkhead = Bulkhead(PATIENT)
    held = bulkhead.enter("hung")
    bulkhead.enter("hung")
    visitors = Visitors(bulkhead)
    visitors.come("hung")
    (other,) = visitors.come("other")
    assert other.done()
    assert queued(bulkhead) == ["hung"]
    bulkhead.leave(other.result())
    bulkhead.leave(held)  # lets the thread end
    wait_until(lambda: queued(bulkhead) == [])


def test_one_feature_fills_a_part_of_the_room_and_the_others_find_the_rest() -> None:
    bulkhead = Bulkhead(PATIENT)
    held = [bulkhead.enter(feature) for feature in ("a", "a", "b")]
    visitors = Visitors(bulkhead)
    waiting = visitors.come("a", "a", "a")
    with pytest.raises(Overloaded, match="too many wait for a"):
        bulkhead.enter("a")
    waiting += visitors.come("b")
    with pytest.raises(Overloaded, match="too many wait for b"):
        bulkhead.enter("b")
    let_all_through(bulkhead, held, waiting)


def test_nobody_waits_for_longer_than_is_of_use() -> None:
    bulkhead = Bulkhead(SMALL)
    for feature in ("a", "b", "c"):
        bulkhead.enter(feature)
    with pytest.raises(Overloaded, match="d had no slot in time"):
        bulkhead.enter("d")
    assert queued(bulkhead) == []


def test_a_slot_that_came_at_the_last_moment_is_kept() -> None:
    bulkhead = Bulkhead(SMALL)
    held = [bulkhead.enter(feature) for feature in ("a", "b", "c")]
    place = Place("d", bulkhead._own("d"), ())
    with bulkhead._lock:
        queued = bulkhead._queue_up("d", place.own)
    bulkhead.leave(held[0])
    bulkhead._give_up(queued)
    assert refused(bulkhead, "e")
    bulkhead.leave(place)
    assert not refused(bulkhead, "e")


@pytest.mark.parametrize(
    ("without", "of_one", "room"),
    [
        ({"slots_of_one": 0, "calls_of_one": 0}, 3, 4),
        ({"waiting": 0}, 2, 9),
    ],
)
def test_what_is_left_out_sets_no_bound(without: dict[str, int], of_one: int, room: int) -> None:
    bulkhead = Bulkhead(replace(PATIENT, **without), CALLS)
    held = [bulkhead.enter("one") for _ in range(of_one)]
    waiting = Visitors(bulkhead).come(*["one"] * room)
    assert len(queued(bulkhead)) == room
    let_all_through(bulkhead, held, waiting)


def let_all_through(bulkhead: Bulkhead, held: list[Place], waiting: list["Future[Place]"]) -> None:
    for place in held:
        bulkhead.leave(place)
    for each in waiting:
        bulkhead.leave(each.result(5))


def test_slots_are_never_given_twice_however_many_come_at_once() -> None:
    bulkhead = Bulkhead(replace(PATIENT, waiting=1_000), CALLS)
    counted, lock = {"now": 0, "most": 0}, threading.Lock()

    def visit(operation: str) -> Callable[[], None]:
        def work() -> None:
            for _ in range(100):
                place = bulkhead.enter("catalog", operation)
                with lock:
                    counted["now"] += 1
                    counted["most"] = max(counted["most"], counted["now"])
                with lock:
                    counted["now"] -= 1
                bulkhead.leave(place)

        return work

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(visit(name)) for name in ("page", "search") * 4]:
            done.result(30)
    assert counted["now"] == 0
    assert counted["most"] <= SMALL.slots_of_one
    assert (+bulkhead._held, queued(bulkhead)) == ({}, [])
