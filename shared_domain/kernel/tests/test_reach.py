"""A database that is known to be down is asked by nobody but the one who looks after it."""

import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.protections import PROTECTED, UNPROTECTED, Protections
from shared_domain.kernel.reach import Reach

REFUSED = OperationalError("SELECT 1", {}, psycopg.OperationalError("connection refused"))


class Down:
    """A database that answers at the look after those that are said to fail; no thread looks at it,
    and its clock only tells of the pauses."""

    def __init__(self, *fail: Exception, protections: Protections = PROTECTED) -> None:
        self._fails: Iterator[Exception] = iter(fail)
        self.begun: list[Callable[[], None]] = []
        self.paused_s: list[float] = []
        self.reach = Reach(protections, self._look, self.paused_s.append, self.begun.append)

    def _look(self) -> None:
        error = next(self._fails, None)
        if error is not None:
            raise error

    def fail(self, times: int) -> None:
        for _ in range(times):
            self.reach.failed()


def test_a_few_failures_are_no_outage() -> None:
    down = Down()
    down.fail(PROTECTED.failures_to_open - 1)
    down.reach.answered()
    down.fail(PROTECTED.failures_to_open - 1)
    down.reach.require()
    assert down.begun == []


def test_after_some_in_a_row_everybody_is_told_at_once() -> None:
    down = Down()
    down.fail(PROTECTED.failures_to_open)
    with pytest.raises(Unavailable, match="the database is down"):
        down.reach.require()


def test_one_looks_after_it_however_many_find_it_down() -> None:
    down = Down()
    down.fail(3 * PROTECTED.failures_to_open)
    assert len(down.begun) == 1


def test_it_is_asked_again_once_it_answered_whoever_looks_after_it() -> None:
    down = Down(REFUSED, Unavailable("not yet"), REFUSED)
    down.fail(PROTECTED.failures_to_open)
    (look_until_up,) = down.begun
    look_until_up()
    assert down.paused_s == [PROTECTED.look_ms / 1000] * 4
    down.reach.require()
    down.fail(PROTECTED.failures_to_open - 1)
    down.reach.require()


def test_an_outage_after_the_first_is_noticed_too() -> None:
    down = Down()
    for outage in (1, 2):
        down.fail(PROTECTED.failures_to_open)
        assert len(down.begun) == outage
        down.begun[-1]()
        down.reach.require()


def test_a_mistake_in_the_look_does_not_end_it() -> None:
    down = Down(LookupError("a mistake of ours"))
    down.fail(PROTECTED.failures_to_open)
    down.begun[0]()
    down.reach.require()


def test_left_out_it_never_says_that_a_database_is_down() -> None:
    down = Down(protections=UNPROTECTED)
    down.fail(100)
    down.reach.require()
    assert down.begun == []


def test_who_looks_does_so_in_a_thread_that_keeps_no_process_alive() -> None:
    seen: list[bool] = []
    looked = threading.Event()

    def look() -> None:
        seen.append(threading.current_thread().daemon)
        looked.set()

    reach = Reach(PROTECTED, look, pause=lambda _: None)
    for _ in range(PROTECTED.failures_to_open):
        reach.failed()
    assert looked.wait(5)
    assert seen == [True]
