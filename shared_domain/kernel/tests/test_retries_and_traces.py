import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_domain.kernel.clock import new_uuid, utc_now
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.retry import (
    MESSAGE_RETRIES,
    SCREENING_RETRIES,
    RetryBudget,
    RetryPolicy,
    attempt,
)
from shared_domain.kernel.trace import TRACEPARENT, accept_traceparent, new_traceparent

GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
LONGEST_SCREENING_WAIT_S = 0.1


def test_waits_double_up_to_the_longest() -> None:
    policy = RetryPolicy(attempts=6, first_s=0.25, longest_s=1.5)
    assert list(policy.waits()) == [0.25, 0.5, 1.0, 1.5, 1.5]


def test_one_attempt_waits_for_nothing() -> None:
    assert list(RetryPolicy(attempts=1, first_s=1, longest_s=1).waits()) == []


@given(st.integers(1, 50), st.floats(0.001, 10), st.floats(0.001, 10))
def test_there_is_a_wait_between_any_two_attempts(
    attempts: int, first_s: float, longest_s: float
) -> None:
    waits = list(RetryPolicy(attempts, first_s, longest_s).waits())
    assert len(waits) == attempts - 1
    assert waits == sorted(waits)
    assert all(wait <= longest_s for wait in waits)


def test_a_message_is_not_retried_for_long() -> None:
    assert sum(MESSAGE_RETRIES.waits()) < 5


def test_a_shopper_is_not_kept_waiting_between_screenings() -> None:
    assert sum(SCREENING_RETRIES.waits()) <= LONGEST_SCREENING_WAIT_S


def test_an_attempt_that_comes_to_its_end_says_so() -> None:
    done: list[bool] = []
    assert attempt("a test", lambda: done.append(True))
    assert done == [True]


@pytest.mark.parametrize("error", [Unavailable("not now"), LookupError("a mistake of ours")])
def test_an_attempt_raises_nothing_and_the_log_tells_a_mistake_from_what_is_down(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise error

    assert not attempt("a test", fails)
    (record,) = caplog.records
    assert record.getMessage().startswith("a test will try again")
    is_down = isinstance(error, Unavailable)
    assert record.levelno == (logging.WARNING if is_down else logging.ERROR)
    assert bool(record.exc_info) is not is_down


def test_a_good_trace_context_is_taken_over() -> None:
    assert accept_traceparent(GOOD) == GOOD


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "nonsense",
        GOOD.upper(),
        GOOD + "\n",
        GOOD + "-more",
        GOOD.replace("00-", "ff-", 1),
        "00-" + "0" * 32 + "-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-" + "0" * 16 + "-01",
    ],
)
def test_anything_else_gets_a_new_one(header: str | None) -> None:
    accepted = accept_traceparent(header)
    assert accepted != header
    assert TRACEPARENT.match(accepted)


def test_every_trace_and_every_id_is_new() -> None:
    assert new_traceparent() != new_traceparent()
    assert new_uuid() != new_uuid()
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", new_uuid())


def test_time_is_utc() -> None:
    assert utc_now().isoformat().endswith("+00:00")


def tried_again(budget: RetryBudget, calls: int) -> int:
    """Of so many calls that all fail, how many were tried again."""
    again = 0
    for _ in range(calls):
        budget.first()
        again += budget.again()
    return again


@given(st.integers(1, 100), st.integers(0, 20), st.integers(0, 500))
def test_no_more_is_tried_again_than_its_share_and_what_was_saved(
    percent: int, burst: int, calls: int
) -> None:
    assert tried_again(RetryBudget(percent, burst), calls) <= burst + percent * calls / 100


def test_a_failure_here_and_there_is_tried_again() -> None:
    budget = RetryBudget(percent=20, burst=3)
    for _ in range(50):
        for _ in range(10):
            budget.first()
        assert budget.again()


def test_no_more_is_saved_up_than_the_burst() -> None:
    budget = RetryBudget(percent=50, burst=2)
    for _ in range(100):
        budget.first()
    assert [budget.again() for _ in range(3)] == [True, True, False]


def test_without_a_share_there_is_no_budget() -> None:
    assert tried_again(RetryBudget(percent=0, burst=0), 100) == 100
