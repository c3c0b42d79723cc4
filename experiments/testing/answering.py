"""A HTTP server on a thread whose answers a test decides: whoever an arm calls, but for the arm."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[str, Any], tuple[int, Any]]
"""(path, JSON body or None) -> (status, JSON body)."""
RISKY = "c-09999"


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """The URL of a server that answers GET and POST so."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Any) -> None:
            status, said = answer(self.path, body)
            raw = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
            """Not to standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


class OutsideWorld:
    """Screens and ranks as the real one does; `answers` is the switch a test of outages flips."""

    def __init__(self) -> None:
        self.answers = True
        self.screened: list[str] = []

    def __call__(self, path: str, body: Any) -> tuple[int, Any]:
        if not self.answers:
            return 503, {}
        if path == "/screen":
            self.screened.append(body["order_id"])
            return 200, {"accepted": body["customer_id"] != RISKY}
        return 200, {"ranked": sorted(body["candidates"])}
