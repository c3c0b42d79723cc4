"""The application driven by hand: no server, no sockets."""

import asyncio
import json
from typing import Any

import pytest

from experiments.outside.app import OutsideWorld
from experiments.outside.counts import WITNESS
from experiments.outside.main import build

SCREEN = {"order_id": "o-1", "customer_id": "c-00001", "total_cents": 500}
ASKED = ("GET", "/asked", b"")


class Caller:
    """One request: what is sent in, and what came back."""

    def __init__(self, method: str, path: str, body: object = b"") -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._scope = {"type": "http", "method": method, "path": path}
        self._coming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._coming.put_nowait({"type": "http.request", "body": raw, "more_body": False})
        self.sent: list[dict[str, Any]] = []

    async def ask(self, world: OutsideWorld) -> tuple[int, Any]:
        await world(self._scope, self._coming.get, self._send)
        return self.sent[0]["status"], json.loads(self.sent[1]["body"])

    def hangs_up(self) -> None:
        self._coming.put_nowait({"type": "http.disconnect"})

    async def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)


def ask(*questions: tuple[str, str, object]) -> list[tuple[int, Any]]:
    async def every() -> list[tuple[int, Any]]:
        world = build()
        return [await Caller(*question).ask(world) for question in questions]

    return asyncio.run(every())


def test_an_order_is_screened() -> None:
    assert ask(("POST", "/screen", SCREEN)) == [(200, {"accepted": True})]


def test_the_risky_customer_is_refused() -> None:
    assert ask(("POST", "/screen", SCREEN | {"customer_id": "c-09999"})) == [
        (200, {"accepted": False})
    ]


def test_candidates_are_ranked() -> None:
    [(status, body)] = ask(("POST", "/rank", {"product_id": "p-1", "candidates": ["a", "b"]}))
    assert status == 200
    assert sorted(body["ranked"]) == ["a", "b"]


def test_behaviour_can_be_set_and_read_back() -> None:
    told, read, failed = ask(
        ("PUT", "/behaviour", {"error_share": 1.0}),
        ("GET", "/behaviour", b""),
        ("POST", "/screen", SCREEN),
    )
    assert told == read
    assert read[1]["error_share"] == 1.0
    assert (failed[0], failed[1]["type"]) == (503, "urn:cleave:problem:unavailable")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "slug"),
    [
        ("POST", "/screen", b"{", 400, "malformed-json"),
        ("POST", "/screen", b"[" * 60_000, 400, "malformed-json"),
        ("POST", "/screen", b"\xff", 400, "malformed-json"),
        ("POST", "/screen", [1], 400, "malformed-json"),
        ("POST", "/screen", {"order_id": "o"}, 422, "invalid-request"),
        ("POST", "/screen", SCREEN | {"total_cents": "5"}, 422, "invalid-request"),
        ("POST", "/rank", {"product_id": "p", "candidates": [1]}, 422, "invalid-request"),
        ("PUT", "/behaviour", {"hang": 1}, 422, "invalid-request"),
        ("POST", "/screen", b" " * 70_000, 413, "body-too-large"),
        ("GET", "/screen", b"", 405, "method-not-allowed"),
        ("GET", "/nothing", b"", 404, "not-found"),
    ],
)
def test_a_bad_request_gets_a_problem(
    method: str, path: str, body: object, status: int, slug: str
) -> None:
    [(seen, problem)] = ask((method, path, body))
    assert (seen, problem["status"], problem["type"]) == (
        status,
        status,
        f"urn:cleave:problem:{slug}",
    )


def test_a_hang_lasts_until_it_is_cleared_and_health_still_answers() -> None:
    async def scene() -> tuple[bool, int, tuple[int, Any]]:
        world = build()
        await Caller("PUT", "/behaviour", {"hang": True}).ask(world)
        screening = asyncio.ensure_future(Caller("POST", "/screen", SCREEN).ask(world))
        status, _ = await Caller("GET", "/health/ready").ask(world)
        hung = not screening.done()
        await Caller("PUT", "/behaviour", {}).ask(world)
        return hung, status, await screening

    assert asyncio.run(scene()) == (True, 200, (200, {"accepted": True}))


def test_a_caller_that_hangs_up_is_forgotten() -> None:
    async def scene() -> list[dict[str, Any]]:
        world = build()
        await Caller("PUT", "/behaviour", {"hang": True}).ask(world)
        caller = Caller("POST", "/screen", SCREEN)
        caller.hangs_up()
        with pytest.raises(IndexError):
            await caller.ask(world)
        return caller.sent

    assert asyncio.run(scene()) == []


def test_a_wrong_answer_is_a_page_and_only_to_the_question_that_is_meant() -> None:
    async def scene() -> tuple[Caller, tuple[int, Any]]:
        world = build()
        await Caller("PUT", "/behaviour", {"wrong_share": 1.0, "only": "screen"}).ask(world)
        misled = Caller("POST", "/screen", SCREEN)
        with pytest.raises(json.JSONDecodeError):
            await misled.ask(world)
        ranking = Caller("POST", "/rank", {"product_id": "p-1", "candidates": ["a"]})
        return misled, await ranking.ask(world)

    misled, ranking = asyncio.run(scene())
    assert (misled.sent[0]["status"], ranking) == (200, (200, {"ranked": ["a"]}))
    assert dict(misled.sent[0]["headers"])[b"content-type"] == b"text/html"


def test_it_tells_how_often_it_was_asked_and_about_how_many_orders() -> None:
    screened = [SCREEN, SCREEN, SCREEN | {"order_id": "o-2"}, SCREEN | {"order_id": WITNESS}]
    *_, (status, told) = ask(*(("POST", "/screen", one) for one in screened), ASKED)
    assert (status, told["screen"]) == (200, {"asked": 3, "different": 2})
    assert told["rank"] == {"asked": 0, "different": 0}


def test_it_counts_anew_whenever_it_is_told_how_to_behave() -> None:
    *_, (_, told) = ask(
        ("POST", "/screen", SCREEN),
        ("PUT", "/behaviour", {"error_share": 1.0}),
        ("POST", "/screen", SCREEN),
        ASKED,
    )
    assert told["screen"] == {"asked": 1, "different": 1}


def test_what_was_not_understood_was_not_asked() -> None:
    *_, (_, told) = ask(("POST", "/screen", {"order_id": "o"}), ASKED)
    assert told["screen"]["asked"] == 0
