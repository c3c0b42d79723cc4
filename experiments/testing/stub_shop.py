"""A shop that does nothing but answer correctly, as a bare ASGI application.

`PUT /stub` sets how: stall_s (every answer waits until so long after it was told), status (what
everything answers), retry_after (its header, if any), settle_s (a placed order is PENDING for so
long; 0 is final at once), reason.
"""

import asyncio
import json
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

Json = dict[str, Any]


def product(product_id: str, name: str = "Blue lamps 0001", category: str = "lamps") -> Json:
    return {"product_id": product_id, "name": name, "category": category, "price_cents": 500}


class StubShop:
    def __init__(self) -> None:
        self.orders: dict[str, Json] = {}
        self.settles: dict[str, float] = {}
        self.told: Json = {}
        self.stalled_until = 0.0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return None
        body = (await receive()).get("body", b"")
        if scope["path"] == "/stub":
            self.told = json.loads(body)
            self.stalled_until = time.monotonic() + self.told.get("stall_s", 0)
            return await self._send(send, 200, {})
        await asyncio.sleep(max(0.0, self.stalled_until - time.monotonic()))
        if self.told.get("status"):
            return await self._send(send, self.told["status"], {"type": "urn:cleave:problem:x"})
        if scope["method"] == "POST":
            return await self._send(send, 201, self._place(scope, json.loads(body)))
        return await self._send(send, 200, self._read(scope))

    def _place(self, scope: Any, body: Json) -> Json:
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        lines = [line | {"unit_price_cents": 500} for line in body["lines"]]
        order_id = headers["idempotency-key"]
        self.orders[order_id] = {
            "order_id": order_id,
            "customer_id": headers["x-customer-id"],
            "lines": lines,
            "total_cents": sum(500 * line["quantity"] for line in lines),
        }
        self.settles[order_id] = time.time() + self.told.get("settle_s", 0)
        return self._order(order_id)

    def _order(self, order_id: str) -> Json:
        due = self.settles[order_id]
        if due > time.time():
            return self.orders[order_id] | {"status": "PENDING", "reason": None, "settled_at": None}
        reason = self.told.get("reason")
        return self.orders[order_id] | {
            "status": "REJECTED" if reason else "CONFIRMED",
            "reason": reason,
            "settled_at": datetime.fromtimestamp(due, UTC).isoformat(),
        }

    def _read(self, scope: Any) -> Json:
        parts = scope["path"].split("/")[1:]
        if parts[0] == "orders":
            return self._order(parts[1]) if len(parts) > 1 else {"orders": [], "next": None}
        if len(parts) == 1:
            query = parse_qs(scope["query_string"].decode())
            found = {"name": query["q"][0]} if "q" in query else {"category": query["category"][0]}
            return {"products": [product(f"p-{n:04}", **found) for n in range(20)], "next": None}
        if parts[-1] == "page":
            related = [product(f"p-{number:04}") for number in range(4)]
            return {"product": product(parts[1]), "available": 7, "recommendations": related}
        return product(parts[1])

    async def _send(self, send: Any, status: int, body: Json) -> None:
        raw = json.dumps(body).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(raw))]
        if later := self.told.get("retry_after"):
            headers.append((b"retry-after", later.encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": raw})


def build() -> StubShop:
    return StubShop()
