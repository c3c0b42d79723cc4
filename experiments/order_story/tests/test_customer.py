import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from experiments.order_story.customer import NoOrder, Wish, place

WISH = Wish("c-00042", (("p-0007", 2),))


class Shop(BaseHTTPRequestHandler):
    """Answers PENDING, then CONFIRMED at the second look."""

    status: ClassVar[int] = 201
    looks: ClassVar[int] = 0
    asked: ClassVar[dict[str, Any]] = {}

    def do_POST(self) -> None:
        type(self).asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(self.status, "PENDING", None)

    def do_GET(self) -> None:
        type(self).looks += 1
        if self.looks == 1:
            self._answer(200, "PENDING", None)
        else:
            self._answer(200, "CONFIRMED", "2026-11-23T04:05:06+00:00")

    def _answer(self, code: int, status: str, settled_at: str | None) -> None:
        order = {"order_id": "o-1", "status": status, "reason": None, "total_cents": 500}
        body = json.dumps(order | {"settled_at": settled_at}).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None: ...  # noqa: A002


@pytest.fixture
def shop() -> Iterator[type[Shop]]:
    class Fresh(Shop):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Fresh) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        Fresh.url = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
        try:
            yield Fresh
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.real
def test_a_pending_order_is_watched_until_it_is_final(shop: Any) -> None:
    placed = place(shop.url, WISH)
    assert (placed.accepted.status, placed.settled.status) == ("PENDING", "CONFIRMED")
    assert shop.asked == {"lines": [{"product_id": "p-0007", "quantity": 2}]}
    assert shop.looks == 2


@pytest.mark.real
def test_an_order_that_is_not_taken_says_why(shop: Any) -> None:
    shop.status = 503
    with pytest.raises(NoOrder, match="POST /orders was answered by 503"):
        place(shop.url, WISH)


def test_a_shop_that_is_not_there_is_one_line() -> None:
    with pytest.raises(NoOrder, match="does not answer: ConnectionError"):
        place("http://127.0.0.1:9", WISH)
