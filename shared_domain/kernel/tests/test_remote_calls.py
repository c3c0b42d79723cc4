"""Calls that leave the process, against a pool that answers from a list."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError, ProtocolError

from shared_domain.kernel import outside as outside_module
from shared_domain.kernel.errors import Overloaded, Reason, Refused, Unavailable
from shared_domain.kernel.outside import Outside
from shared_domain.kernel.protections import PROTECTED, UNPROTECTED, Protections
from shared_domain.kernel.remote import Remote
from shared_domain.kernel.retry import SCREENING_RETRIES, RetryPolicy
from shared_domain.messages.commands import ScreenRisk

FAILURES_TO_OPEN = PROTECTED.failures_to_open
TIMED_OUT = HTTPError("timed out")
COMMAND = ScreenRisk("order-1", "c-00001", 500)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    body: bytes | None
    headers: Mapping[str, str]


class FakePool:
    """Answers each request with the next of `answers`: JSON, a status, or an error to raise."""

    def __init__(self, *answers: Any) -> None:
        self.answers: Iterator[Any] = iter(answers)
        self.asked: list[Asked] = []

    def urlopen(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], **_: Any
    ) -> HTTPResponse:
        self.asked.append(Asked(method, url, body, headers))
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return HTTPResponse(b"", status=answer)
        return HTTPResponse(json.dumps(answer).encode(), status=200)


def remote_with(pool: Any) -> Remote:
    remote = Remote("the outside", "http://outside/", timeout_ms=500, threads=8)
    remote._pool = pool
    return remote


def outside_with(pool: Any, protections: Protections = PROTECTED) -> Outside:
    outside = Outside("http://outside/", 500, 8, protections)
    outside._screening._pool = outside._ranking._pool = pool
    return outside


def test_a_call_says_what_it_sends() -> None:
    pool = FakePool({"well": True}, {"well": True})
    remote = remote_with(pool)
    remote.get("/a", "well")
    remote.post("/b", {"c": 1}, "well")
    first, second = pool.asked
    assert (first.method, first.path, first.body) == ("GET", "/a", None)
    assert (second.method, second.path, second.body) == ("POST", "/b", b'{"c": 1}')
    assert second.headers["Content-Type"] == "application/json"


def test_a_callee_that_says_nothing_is_waited_for_no_longer_than_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        remote = Remote("the outside", f"http://127.0.0.1:{port}", timeout_ms=50, threads=1)
        with pytest.raises(Unavailable, match="the outside did not answer GET /a"):
            remote.get("/a", "well")


def test_nobody_at_the_address_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="the outside did not answer GET /a"):
        Remote("the outside", "http://127.0.0.1:1", timeout_ms=500, threads=1).get("/a", "well")


@pytest.mark.parametrize("failure", [TIMED_OUT, ProtocolError("reset"), 500, 503])
def test_no_answer_and_a_broken_answer_are_unavailable(failure: Any) -> None:
    with pytest.raises(Unavailable, match=r"the outside (did not answer|answered 50\d to) GET /a"):
        remote_with(FakePool(failure)).get("/a", "well")


@pytest.mark.parametrize("answer", [404, 200, {}, {"other": 1}, ["well"]])
def test_an_answer_without_what_was_asked_for_is_no_answer(answer: Any) -> None:
    with pytest.raises(Unavailable, match="the outside answered"):
        remote_with(FakePool(answer)).get("/a", "well")


def test_refusals_do_not_open_the_breaker() -> None:
    remote = remote_with(FakePool(*[404] * FAILURES_TO_OPEN, {"well": True}))
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Unavailable):
            remote.get("/a", "well")
    assert remote.get("/a", "well") is True


def test_after_some_failures_in_a_row_the_callee_is_left_alone() -> None:
    pool = FakePool(*[503] * FAILURES_TO_OPEN)
    remote = remote_with(pool)
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Unavailable):
            remote.get("/a", "well")
    with pytest.raises(Unavailable, match="not asked again yet"):
        remote.get("/a", "well")
    assert len(pool.asked) == FAILURES_TO_OPEN


def test_failures_with_an_answer_between_them_do_not_open_the_breaker() -> None:
    answers = ([503] * (FAILURES_TO_OPEN - 1) + [{"well": True}]) * 3
    remote = remote_with(FakePool(*answers))
    for answer in answers:
        if answer != 503:
            remote.get("/a", "well")
        else:
            with pytest.raises(Unavailable, match="answered 503"):
                remote.get("/a", "well")


def test_a_callee_that_recovered_is_asked_again() -> None:
    pool = FakePool(*[503] * FAILURES_TO_OPEN, {"well": True}, {"well": True})
    remote = remote_with(pool)
    remote._breaker._inner.reset_timeout = 0
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(Unavailable):
            remote.get("/a", "well")
    assert remote.get("/a", "well") is True
    assert remote._breaker.state == "closed"


def test_threads_ask_at_the_same_time() -> None:
    """pybreaker's call() holds its lock while it waits for the answer: one slow answer would stop
    every thread of the process."""
    together = threading.Barrier(8, timeout=5)

    class Meeting(FakePool):
        def urlopen(self, *asked: Any, **how: Any) -> HTTPResponse:
            together.wait()
            return super().urlopen(*asked, **how)

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


def test_a_callee_that_is_slow_holds_no_more_callers_than_it_may() -> None:
    free, asked = threading.Event(), threading.Semaphore(0)

    class Hanging(FakePool):
        def urlopen(self, *what: Any, **how: Any) -> HTTPResponse:
            asked.release()
            assert free.wait(30)
            return super().urlopen(*what, **how)

    remote = Remote("the outside", "http://outside/", 500, 8, most=2)
    remote._pool = Hanging(*[{"well": True}] * 3)  # type: ignore[assignment]
    with ThreadPoolExecutor(2) as threads:
        calls = [threads.submit(remote.get, "/a", "well") for _ in range(2)]
        try:
            assert all(asked.acquire(timeout=5) for _ in calls)
            with pytest.raises(Overloaded, match="too many wait for the outside"):
                remote.get("/a", "well")
        finally:
            free.set()
        assert [call.result(5) for call in calls] == [True, True]
    assert remote.get("/a", "well") is True


def test_left_out_a_breaker_never_opens() -> None:
    remote = Remote("the outside", "http://outside/", 500, 8, protections=UNPROTECTED)
    remote._pool = FakePool(*[503] * 50)  # type: ignore[assignment]
    for _ in range(50):
        with pytest.raises(Unavailable, match="answered 503"):
            remote.get("/a", "well")


def test_left_out_a_timeout_waits_for_ever() -> None:
    timeout = Remote("the outside", "http://outside/", 0, 8)._pool.timeout
    assert (timeout.connect_timeout, timeout.read_timeout) == (None, None)


def test_an_accepted_order_passes_the_screening() -> None:
    pool = FakePool({"accepted": True})
    outside_with(pool).screen(COMMAND)
    (asked,) = pool.asked
    assert asked.body is not None
    assert json.loads(asked.body) == {
        "order_id": "order-1",
        "customer_id": "c-00001",
        "total_cents": 500,
    }


def test_a_no_of_the_outside_refuses_the_order() -> None:
    with pytest.raises(Refused) as refusal:
        outside_with(FakePool({"accepted": False})).screen(COMMAND)
    assert refusal.value.reason is Reason.RISK_REFUSED


def test_a_screening_that_fails_once_is_asked_again() -> None:
    outside_with(FakePool(503, {"accepted": True})).screen(COMMAND)


def test_no_answer_to_any_try_refuses_the_order() -> None:
    pool = FakePool(*[TIMED_OUT] * SCREENING_RETRIES.attempts)
    with pytest.raises(Refused) as refusal:
        outside_with(pool).screen(COMMAND)
    assert refusal.value.reason is Reason.SCREENING_UNAVAILABLE
    assert len(pool.asked) == SCREENING_RETRIES.attempts


def test_an_order_is_asked_about_however_many_went_unanswered_before() -> None:
    pool = FakePool(*[TIMED_OUT] * 100)
    outside = outside_with(pool)
    for _ in range(2 * FAILURES_TO_OPEN):
        with pytest.raises(Refused):
            outside.screen(COMMAND)
    pool.answers = iter([{"accepted": True}])
    outside.screen(COMMAND)


@pytest.mark.parametrize(
    ("protections", "least", "most"), [(PROTECTED, 110, 120), (UNPROTECTED, 200, 200)]
)
def test_a_world_that_fails_is_asked_little_more_often_than_there_are_orders(
    protections: Protections, least: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside_module, "SCREENING_RETRIES", RetryPolicy(2, 0.0, 0.0))
    pool = FakePool(*[TIMED_OUT] * 200)
    outside = outside_with(pool, protections)
    for _ in range(100):
        with pytest.raises(Refused):
            outside.screen(COMMAND)
    assert least <= len(pool.asked) <= most


def test_a_ranking_keeps_the_order_of_the_answer() -> None:
    pool = FakePool({"ranked": ["p-0002", "p-0001"]})
    assert outside_with(pool).rank("p-0003", ["p-0001", "p-0002"]) == [
        "p-0002",
        "p-0001",
    ]


@pytest.mark.parametrize("ranked", [[], ["p-0001"], ["p-0001", "p-0009"], ["p-0001"] * 2])
def test_a_ranking_of_other_products_is_unavailable(ranked: list[str]) -> None:
    with pytest.raises(Unavailable, match="ranking answered for other products"):
        outside_with(FakePool({"ranked": ranked})).rank("p-0003", ["p-0001", "p-0002"])


def test_a_ranking_without_an_answer_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        outside_with(FakePool(503)).rank("p-0003", ["p-0001"])


@pytest.mark.parametrize("accepted", ["no", "yes", 1, None, []])
def test_an_answer_that_is_neither_yes_nor_no_passes_no_order(accepted: object) -> None:
    answers = [{"accepted": accepted}] * SCREENING_RETRIES.attempts
    with pytest.raises(Refused) as refusal:
        outside_with(FakePool(*answers)).screen(COMMAND)
    assert refusal.value.reason is Reason.SCREENING_UNAVAILABLE


@pytest.mark.parametrize("ranked", ["p-0002", {"p-0002": 1}, [1], None])
def test_a_ranking_that_is_no_list_of_products_is_unavailable(ranked: object) -> None:
    with pytest.raises(Unavailable):
        outside_with(FakePool({"ranked": ranked})).rank("p-0003", ["p-0001"])
