"""A worker ends when it is told to, also while what it needs is down."""

import threading
import time
from collections.abc import Callable

import pytest

from microservices.chassis import worker as worker_module
from microservices.chassis.worker import Interrupted, Worker
from shared_domain.kernel.errors import Unavailable

LONG_S = 60.0


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "PAUSE_S", 0.001)


class Waiter(Worker):
    """Two threads that wait until `work` can be done."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__({"one": self._run, "other": self._run})
        self.work = work
        self.interrupted: list[bool] = []

    def _run(self) -> None:
        try:
            self._until_up("a test", self.work)
        except Interrupted:
            self.interrupted.append(True)


def down() -> None:
    raise Unavailable("not now")


def test_nothing_runs_before_it_is_started() -> None:
    waiter = Waiter(down)
    assert [thread.name for thread in waiter.threads] == ["one", "other"]
    assert not any(thread.is_alive() for thread in waiter.threads)


def test_what_is_down_is_waited_for_however_often_it_takes() -> None:
    outages = iter([Unavailable("not now")] * 40)

    def work() -> None:
        for outage in outages:
            raise outage

    waiter = Waiter(work)
    waiter.start()
    waiter.join(LONG_S)
    assert list(outages) == []
    assert waiter.interrupted == []


def test_told_to_stop_it_waits_no_more() -> None:
    waiter = Waiter(down)
    waiter.start()
    waiter.stop()
    waiter.join(LONG_S)
    assert waiter.interrupted == [True, True]


def test_what_is_wrong_is_not_tried_again() -> None:
    tries: list[bool] = []

    def wrong() -> None:
        tries.append(True)
        raise LookupError("a mistake of ours")

    with pytest.raises(LookupError):
        Waiter(wrong)._until_up("a test", wrong)
    assert tries == [True]


def test_its_end_is_waited_for_so_long_and_no_longer() -> None:
    may_end = threading.Event()
    waiter = Waiter(lambda: assert_in_time(may_end))
    waiter.start()
    began = time.monotonic()
    waiter.join(0.01)
    assert time.monotonic() - began < LONG_S
    assert all(thread.is_alive() for thread in waiter.threads)
    may_end.set()
    waiter.join(LONG_S)
    assert not any(thread.is_alive() for thread in waiter.threads)


def assert_in_time(event: threading.Event) -> None:
    assert event.wait(LONG_S)
