"""What a feature that fails, hangs or is slow can do to those who can do without it."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from monolith.beside import Beside
from shared_domain.kernel.errors import Unavailable, UnknownProduct
from shared_domain.kernel.protections import PROTECTED, UNPROTECTED

FAILURES_TO_OPEN = PROTECTED.failures_to_open
THREADS = 3


class Hanging:
    """A call that does not return before it is let go."""

    def __init__(self) -> None:
        self.begun = 0
        self.free = threading.Event()

    def __call__(self) -> str:
        self.begun += 1
        assert self.free.wait(30)
        return "late"


def fails() -> str:
    raise LookupError("wrong")


@pytest.fixture
def beside() -> Beside:
    return Beside("it", timeout_ms=30, threads=THREADS)


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    hanging = Hanging()
    yield hanging
    hanging.free.set()


def ask(beside: Beside, call: Callable[[], str], times: int = FAILURES_TO_OPEN) -> None:
    for _ in range(times):
        with pytest.raises((Unavailable, LookupError)):
            beside.ask(call)()


def test_the_call_goes_on_while_the_caller_does_something_else(beside: Beside) -> None:
    begun = threading.Event()
    answer = beside.ask(lambda: begun.set() or "well")  # type: ignore[func-returns-value]
    assert begun.wait(5)
    assert answer() == "well"


def test_a_call_that_hangs_is_waited_for_no_longer_than_the_timeout(
    beside: Beside, hanging: Hanging
) -> None:
    before = time.monotonic()
    with pytest.raises(Unavailable, match="it did not answer in time"):
        beside.ask(hanging)()
    assert time.monotonic() - before < 5


def test_what_the_call_raises_is_raised(beside: Beside) -> None:
    with pytest.raises(LookupError, match="wrong"):
        beside.ask(fails)()


@pytest.mark.parametrize("kind", ["hangs", "fails"])
def test_after_some_failures_in_a_row_nobody_is_asked(
    beside: Beside, hanging: Hanging, kind: str
) -> None:
    ask(beside, hanging if kind == "hangs" else fails)
    asked: list[bool] = []
    with pytest.raises(Unavailable, match="it was failing; not asked again yet"):
        beside.ask(lambda: asked.append(True))()
    assert asked == []


def test_what_recovered_is_asked_again(beside: Beside) -> None:
    ask(beside, fails)
    beside._breaker._inner.reset_timeout = 0
    assert beside.ask(lambda: "well")() == "well"
    assert beside._breaker.state == "closed"


def test_mistakes_of_the_caller_open_no_breaker(beside: Beside) -> None:
    def unknown() -> str:
        raise UnknownProduct("There is no product 'p'.")

    for _ in range(2 * FAILURES_TO_OPEN):
        with pytest.raises(UnknownProduct):
            beside.ask(unknown)()


def test_what_hangs_holds_no_more_threads_than_there_are_and_no_queue(
    beside: Beside, hanging: Hanging
) -> None:
    beside._breaker._inner.fail_max = 100
    ask(beside, hanging, times=3 * THREADS)
    assert hanging.begun == THREADS
    hanging.free.set()
    assert beside.ask(lambda: "well")() == "well"
    assert hanging.begun == THREADS


def test_without_a_bulkhead_what_hangs_holds_as_many_threads_as_ask(hanging: Hanging) -> None:
    beside = Beside("it", 30, THREADS, UNPROTECTED)
    ask(beside, hanging, times=3 * THREADS)
    assert hanging.begun == 3 * THREADS


def test_without_a_breaker_what_fails_is_asked_each_time() -> None:
    beside = Beside("it", 30, THREADS, UNPROTECTED)
    ask(beside, fails, times=2 * FAILURES_TO_OPEN)
    with pytest.raises(LookupError):
        beside.ask(fails)()


def test_without_a_timeout_a_call_is_waited_for_until_its_end(hanging: Hanging) -> None:
    beside = Beside("it", 0, THREADS, UNPROTECTED)
    asked = ThreadPoolExecutor(1).submit(beside.ask(hanging))
    with pytest.raises(TimeoutError):
        asked.result(0.1)
    hanging.free.set()
    assert asked.result(5) == "late"
