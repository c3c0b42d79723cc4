"""Calls that leave the process, over connections that answer from a list."""

import json
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from shared_domain.kernel.connections import Answer, NoAnswer
from shared_domain.kernel.errors import Reason, Refused, Unavailable
from shared_domain.kernel.outside import Outside
from shared_domain.kernel.remote import FAILURES_TO_OPEN, Remote
from shared_domain.kernel.retry import SCREENING_RETRIES
from shared_domain.messages.commands import ScreenRisk

COMMAND = ScreenRisk("order-1", "c-00001", 500)


class FakeConnections:
    """Answers each request with the next of `answers`: JSON, a status, or an error to raise."""

    def __init__(self, *answers: Any) -> None:
        self.answers: Iterator[Any] = iter(answers)
        self.asked: list[tuple[str, str, bytes | None]] = []

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        self.asked.append((method, path, body))
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        return (answer, b"") if isinstance(answer, int) else (200, json.dumps(answer).encode())


def remote_with(connections: Any) -> Remote:
    remote = Remote("the outside", "http://outside/", timeout_ms=500)
    remote._connections = connections
    return remote


def outside_with(connections: Any) -> Outside:
    outside = Outside("http://outside/", timeout_ms=500)
    outside._screening._connections = outside._ranking._connections = connections
    return outside


def test_a_call_is_json_both_ways() -> None:
    connections = FakeConnections({"well": True}, {"well": [1, None]})
    remote = remote_with(connections)
    assert remote.get("/a", "well") is True
    assert remote.post("/b", {"c": 1}, "well") == [1, None]
    assert connections.asked == [("GET", "/a", None), ("POST", "/b", b'{"c": 1}')]


@pytest.mark.parametrize("failure", [NoAnswer(), 500, 503])
def test_no_answer_and_a_broken_answer_are_unavailable(failure: Any) -> None:
    with pytest.raises(Unavailable, match="the outside did not answer GET /a"):
        remote_with(FakeConnections(failure)).get("/a", "well")


@pytest.mark.parametrize("answer", [404, 200, {}, {"other": 1}, ["well"]])
def test_an_answer_without_what_was_asked_for_is_no_answer(answer: Any) -> None:
    with pytest.raises(Unavailable, match="the outside answered"):
        remote_with(FakeConnections(answer)).get("/a", "well")


def test_refusals_do_not_open_the_breaker() -> None:
    remote = remote_with(FakeConnections(*[404] * FAILURES_TO_OPEN, {"well": True}))
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Unavailable):
            remote.get("/a", "well")
    assert remote.get("/a", "well") is True


def test_after_some_failures_in_a_row_the_callee_is_left_alone() -> None:
    connections = FakeConnections(*[503] * FAILURES_TO_OPEN)
    remote = remote_with(connections)
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Unavailable):
            remote.get("/a", "well")
    with pytest.raises(Unavailable, match="not asked again yet"):
        remote.get("/a", "well")
    assert len(connections.asked) == FAILURES_TO_OPEN


def test_failures_with_an_answer_between_them_do_not_open_the_breaker() -> None:
    answers = ([503] * (FAILURES_TO_OPEN - 1) + [{"well": True}]) * 3
    remote = remote_with(FakeConnections(*answers))
    for answer in answers:
        if answer != 503:
            remote.get("/a", "well")
        else:
            with pytest.raises(Unavailable, match="did not answer"):
                remote.get("/a", "well")


def test_a_callee_that_recovered_is_asked_again() -> None:
    connections = FakeConnections(*[503] * FAILURES_TO_OPEN, {"well": True}, {"well": True})
    remote = remote_with(connections)
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

    class Meeting(FakeConnections):
        def ask(
            self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
        ) -> Answer:
            together.wait()
            return super().ask(method, path, headers, body)

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
    connections = FakeConnections({"accepted": True})
    outside_with(connections).screen(COMMAND)
    ((_, _, body),) = connections.asked
    assert body is not None
    assert json.loads(body) == {
        "order_id": "order-1",
        "customer_id": "c-00001",
        "total_cents": 500,
    }


def test_a_no_of_the_outside_refuses_the_order() -> None:
    with pytest.raises(Refused) as refusal:
        outside_with(FakeConnections({"accepted": False})).screen(COMMAND)
    assert refusal.value.reason is Reason.RISK_REFUSED


def test_a_screening_that_fails_once_is_asked_again() -> None:
    outside_with(FakeConnections(503, {"accepted": True})).screen(COMMAND)


def test_no_answer_to_any_try_refuses_the_order() -> None:
    connections = FakeConnections(*[NoAnswer()] * SCREENING_RETRIES.attempts)
    with pytest.raises(Refused) as refusal:
        outside_with(connections).screen(COMMAND)
    assert refusal.value.reason is Reason.SCREENING_UNAVAILABLE
    assert len(connections.asked) == SCREENING_RETRIES.attempts


def test_an_order_is_asked_about_however_many_went_unanswered_before() -> None:
    failures = [NoAnswer()] * SCREENING_RETRIES.attempts * FAILURES_TO_OPEN
    outside = outside_with(FakeConnections(*failures, {"accepted": True}))
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Refused):
            outside.screen(COMMAND)
    outside.screen(COMMAND)


def test_a_ranking_keeps_the_order_of_the_answer() -> None:
    connections = FakeConnections({"ranked": ["p-0002", "p-0001"]})
    assert outside_with(connections).rank("p-0003", ["p-0001", "p-0002"]) == [
        "p-0002",
        "p-0001",
    ]


def test_a_ranking_without_an_answer_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        outside_with(FakeConnections(503)).rank("p-0003", ["p-0001"])
