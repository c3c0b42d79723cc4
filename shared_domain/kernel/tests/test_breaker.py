"""Who may call what failed, and when."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from shared_domain.kernel.breaker import Breaker
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.protections import PROTECTED

HASTY = replace(PROTECTED, failures_to_open=2, open_ms=0)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        with pytest.raises(LookupError), breaker.calling():
            raise LookupError("wrong")


def test_it_is_open_after_some_failures_in_a_row() -> None:
    breaker = Breaker("it", replace(HASTY, open_ms=60_000))
    fail(breaker, 1)
    assert breaker.is_closed
    with pytest.raises(Unavailable, match="not asked again yet"), breaker.calling():
        raise LookupError("the second, which opens it")
    with pytest.raises(Unavailable, match="it was failing"), breaker.calling():
        pytest.fail("nobody is asked")


def test_while_one_makes_the_trial_all_others_are_told_at_once() -> None:
    breaker = Breaker("it", replace(HASTY, failures_to_open=1))
    with pytest.raises(Unavailable), breaker.calling():
        raise LookupError("wrong")
    inside, free = threading.Event(), threading.Event()

    def trial() -> None:
        with breaker.calling():
            inside.set()
            assert free.wait(30)

    with ThreadPoolExecutor(1) as threads:
        trying = threads.submit(trial)
        try:
            assert inside.wait(5)
            with pytest.raises(Unavailable, match="tried by somebody else"), breaker.calling():
                pytest.fail("two at a time")
        finally:
            free.set()
        trying.result(5)
    assert breaker.is_closed


def test_a_trial_that_fails_leaves_the_next_one_to_whoever_comes() -> None:
    breaker = Breaker("it", replace(HASTY, failures_to_open=1))
    for _ in range(3):
        with pytest.raises(Unavailable), breaker.calling():
            raise LookupError("wrong")
    with breaker.calling():
        pass
    assert breaker.is_closed
