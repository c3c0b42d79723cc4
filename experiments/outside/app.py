"""The outside world as a bare ASGI application: no framework, one process, one event loop."""

import asyncio

from experiments.outside.behaviour import BadBehaviourError, Behaviour, behaviour_from
from experiments.outside.counts import Counts
from experiments.outside.http import (
    Json,
    NonsenseError,
    ProblemError,
    Receive,
    Send,
    body_of,
    send_json,
    send_page,
    text_of,
)
from experiments.outside.ranking import ranked

ROUTES = {
    "/screen": ("POST",),
    "/rank": ("POST",),
    "/behaviour": ("GET", "PUT"),
    "/asked": ("GET",),
    "/health/ready": ("GET",),
}


class OutsideWorld:
    """Health, /behaviour and /asked answer even while everything else hangs. What was asked is
    counted anew whenever the behaviour is set."""

    def __init__(self) -> None:
        self._behaviour = Behaviour()
        self._counts = Counts()
        self._released = asyncio.Event()

    async def __call__(self, scope: Json, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            answer = await self._answer(scope["method"], scope["path"], receive)
        except NonsenseError:
            await send_page(send, "<html><body>It works!</body></html>")
        except ProblemError as problem:
            await send_json(send, problem.status, problem.as_json(), problem.headers)
        else:
            if answer is not None:
                await send_json(send, 200, answer, {})

    async def _answer(self, method: str, path: str, receive: Receive) -> Json | None:
        """The body of a 200, or None if the caller went away."""
        if path not in ROUTES:
            raise ProblemError(404, "not-found", f"nothing at {path}")
        if method not in ROUTES[path]:
            allow = ", ".join(ROUTES[path])
            raise ProblemError(405, "method-not-allowed", f"use {allow}", {"allow": allow})
        if path == "/health/ready":
            return {"status": "ready"}
        if path == "/asked":
            return self._counts.as_json()
        if method == "GET":
            return self._behaviour.as_json()
        body = await body_of(receive)
        if path == "/behaviour":
            return self._behave(body)
        return await (self._screen if path == "/screen" else self._rank)(body, receive)

    def _behave(self, body: Json) -> Json:
        try:
            self._behaviour = behaviour_from(body)
        except BadBehaviourError as mistake:
            raise ProblemError(422, "invalid-request", str(mistake)) from None
        self._counts = Counts()
        if not self._behaviour.hang:
            self._released.set()
            self._released = asyncio.Event()
        return self._behaviour.as_json()

    async def _screen(self, body: Json, receive: Receive) -> Json | None:
        order_id, customer_id = text_of(body, "order_id"), text_of(body, "customer_id")
        if type(body.get("total_cents")) is not int:
            raise ProblemError(422, "invalid-request", "total_cents must be a whole number")
        if not await self._takes_its_time("screen", order_id, receive):
            return None
        accepted = self._behaviour.towards("screen").accepts(order_id, customer_id)
        return {"accepted": accepted}

    async def _rank(self, body: Json, receive: Receive) -> Json | None:
        product_id, candidates = text_of(body, "product_id"), body.get("candidates")
        if not isinstance(candidates, list) or not all(isinstance(one, str) for one in candidates):
            raise ProblemError(422, "invalid-request", "candidates must be a list of product ids")
        if not await self._takes_its_time("rank", product_id, receive):
            return None
        return {"ranked": ranked(product_id, candidates)}

    async def _takes_its_time(self, question: str, key: str, receive: Receive) -> bool:
        """Wait as told; False if the caller gave up while everything hung."""
        self._counts.add(question, key)
        if self._behaviour.towards(question).hang and not await _outlasted(self._released, receive):
            return False
        behaviour = self._behaviour.towards(question)
        await asyncio.sleep(behaviour.latency_s(key))
        if behaviour.is_wrong(key):
            raise NonsenseError
        if behaviour.fails(key):
            raise ProblemError(503, "unavailable", "told to fail", {"retry-after": "1"})
        return True


async def _outlasted(released: asyncio.Event, receive: Receive) -> bool:
    """Wait until released; False if the caller hung up first."""
    waiting = asyncio.ensure_future(released.wait())
    leaving = asyncio.ensure_future(receive())
    await asyncio.wait((waiting, leaving), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    leaving.cancel()
    return released.is_set()
