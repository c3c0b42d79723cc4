"""Calls that leave the process, against an adapter that answers from a list."""

import io
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from shared_domain.kernel.errors import Reason, Refused, Unavailable
from shared_domain.kernel.outside import Outside
from shared_domain.kernel.remote import FAILURES_TO_OPEN, Remote
from shared_domain.kernel.retry import SCREENING_RETRIES
from shared_domain.messages.commands import ScreenRisk

COMMAND = ScreenRisk("order-1", "c-00001", 500)


class FakeAdapter:
    """Answers each request with the next of `answers`: JSON, a status, or an error to raise."""

    def __init__(self, *answers: Any) -> None:
        self.answers: Iterator[Any] = iter(answers)
        self.asked: list[tuple[requests.PreparedRequest, float]] = []

    def send(self, request: requests.PreparedRequest, timeout: float) -> requests.Response:
        self.asked.append((request, timeout))
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        response = requests.Response()
        response.status_code = answer if isinstance(answer, int) else 200
        response.raw = io.BytesIO()
        if isinstance(answer, dict | list):
            response.json = lambda **_: answer  # type: ignore[method-assign]
        return response


def remote_with(adapter: Any) -> Remote:
    remote = Remote("the outside", "http://outside/", timeout_ms=500, threads=8)
    remote._adapter = adapter
    return remote


def outside_with(adapter: Any) -> Outside:
    outside = Outside("http://outside/", timeout_ms=500, threads=8)
    outside._screening._adapter = outside._ranking._adapter = adapter
    return outside


def test_a_call_has_a_timeout_and_goes_below_the_base_url() -> None:
    adapter = FakeAdapter({"well": True}, {"well": True})
    remote = remote_with(adapter)
    remote.get("/a", "well")
    remote.post("/b", {"c": 1}, "well")
    (first, first_timeout), (second, second_timeout) = adapter.asked
    assert (first.method, first.url, first.body) == ("GET", "http://outside/a", None)
    assert (second.method, second.url, second.body) == ("POST", "http://outside/b", b'{"c": 1}')
    assert second.headers["Content-Type"] == "application/json"
    assert first_timeout == second_timeout == 0.5


@pytest.mark.parametrize("failure", [requests.Timeout(), requests.ConnectionError(), 500, 503])
def test_no_answer_and_a_broken_answer_are_unavailable(failure: Any) -> None:
    with pytest.raises(Unavailable, match="the outside did not answer GET /a"):
        remote_with(FakeAdapter(failure)).get("/a", "well")


@pytest.mark.parametrize("answer", [404, 200, {}, {"other": 1}, ["well"]])
def test_an_answer_without_what_was_asked_for_is_no_answer(answer: Any) -> None:
    with pytest.raises(Unavailable, match="the outside answered"):
        remote_with(FakeAdapter(answer)).get("/a", "well")


def test_refusals_do_not_open_the_breaker() -> None:
    remote = remote_with(FakeAdapter(*[404] * FAILURES_TO_OPEN, {"well": True}))
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Unavailable):
            remote.get("/a", "well")
    assert remote.get("/a", "well") is True


def test_after_some_failures_in_a_row_the_callee_is_left_alone() -> None:
    adapter = FakeAdapter(*[503] * FAILURES_TO_OPEN)
    remote = remote_with(adapter)
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Unavailable):
            remote.get("/a", "well")
    with pytest.raises(Unavailable, match="not asked again yet"):
        remote.get("/a", "well")
    assert len(adapter.asked) == FAILURES_TO_OPEN


def test_failures_with_an_answer_between_them_do_not_open_the_breaker() -> None:
    answers = ([503] * (FAILURES_TO_OPEN - 1) + [{"well": True}]) * 3
    remote = remote_with(FakeAdapter(*answers))
    for answer in answers:
        if answer != 503:
            remote.get("/a", "well")
        else:
            with pytest.raises(Unavailable, match="did not answer"):
                remote.get("/a", "well")


def test_a_callee_that_recovered_is_asked_again() -> None:
    adapter = FakeAdapter(*[503] * FAILURES_TO_OPEN, {"well": True}, {"well": True})
    remote = remote_with(adapter)
    remote._breaker.reset_timeout = 0
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Unavailable):
            remote.get("/a", "well")
    assert remote.get("/a", "well") is True
    assert remote._breaker.current_state == "closed"


def test_threads_ask_at_the_same_time() -> None:
    """pybreaker's call() holds its lock while it waits for the answer: one slow answer would stop
    every thread of the process."""
    together = threading.Barrier(8, timeout=5)

    class Meeting(FakeAdapter):
        def send(self, request: requests.PreparedRequest, timeout: float) -> requests.Response:
            together.wait()
            return super().send(request, timeout)

    remote = remote_with(Meeting(*[{"well": True}] * 8))
    errors: list[Exception] = []

    def ask() -> None:
        try:
            remote.get("/a", "well")
        except (Unavailable, threading.BrokenBarrierError) as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_an_accepted_order_passes_the_screening() -> None:
    adapter = FakeAdapter({"accepted": True})
    outside_with(adapter).screen(COMMAND)
    ((asked, _),) = adapter.asked
    assert asked.body is not None
    assert json.loads(asked.body) == {
        "order_id": "order-1",
        "customer_id": "c-00001",
        "total_cents": 500,
    }


def test_a_no_of_the_outside_refuses_the_order() -> None:
    with pytest.raises(Refused) as refusal:
        outside_with(FakeAdapter({"accepted": False})).screen(COMMAND)
    assert refusal.value.reason is Reason.RISK_REFUSED


def test_a_screening_that_fails_once_is_asked_again() -> None:
    outside_with(FakeAdapter(503, {"accepted": True})).screen(COMMAND)


def test_no_answer_to_any_try_refuses_the_order() -> None:
    adapter = FakeAdapter(*[requests.Timeout()] * SCREENING_RETRIES.attempts)
    with pytest.raises(Refused) as refusal:
        outside_with(adapter).screen(COMMAND)
    assert refusal.value.reason is Reason.SCREENING_UNAVAILABLE
    assert len(adapter.asked) == SCREENING_RETRIES.attempts


def test_an_order_is_asked_about_however_many_went_unanswered_before() -> None:
    failures = [requests.Timeout()] * SCREENING_RETRIES.attempts * FAILURES_TO_OPEN
    outside = outside_with(FakeAdapter(*failures, {"accepted": True}))
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Refused):
            outside.screen(COMMAND)
    outside.screen(COMMAND)


def test_a_ranking_keeps_the_order_of_the_answer() -> None:
    adapter = FakeAdapter({"ranked": ["p-0002", "p-0001"]})
    assert outside_with(adapter).rank("p-0003", ["p-0001", "p-0002"]) == [
        "p-0002",
        "p-0001",
    ]


def test_a_ranking_without_an_answer_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        outside_with(FakeAdapter(503)).rank("p-0003", ["p-0001"])
