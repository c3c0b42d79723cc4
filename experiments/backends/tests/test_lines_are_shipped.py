"""Lines on their way to Elasticsearch: each one once, in order, and again if it was not taken."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from experiments.backends.shipper import Shipper
from experiments.backends.tests.recorded import RECORDED

LINE = (RECORDED / "orders-1.log").read_text(encoding="utf-8").splitlines()[1]


class Store(ThreadingHTTPServer):
    """Takes bulk requests as Elasticsearch does, unless it is `full`."""

    daemon_threads = True

    def __init__(self) -> None:
        self.full = False
        self.taken: list[tuple[str, str]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Store

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        lines = [json.loads(line) for line in body.splitlines()]
        if not self.server.full:
            for action, document in zip(lines[::2], lines[1::2], strict=True):
                index = action["index"]["_index"]
                self.server.taken.append((index, document["message"]))
        self.send_response(429 if self.server.full else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """A test has no use for it."""


@pytest.fixture
def store() -> Iterator[Store]:
    with Store() as store:
        thread = threading.Thread(target=store.serve_forever, daemon=True)
        thread.start()
        yield store
        store.shutdown()
        thread.join()


def test_each_line_is_sent_once_to_the_index_of_its_day(tmp_path: Path, store: Store) -> None:
    shipper, log = Shipper(tmp_path, store.url), tmp_path / "orders-1.log"
    log.write_text(f"{LINE}\nhalf a li")
    assert shipper.ship() == 1
    with log.open("a") as file:
        file.write("ne\n")
    assert (shipper.ship(), shipper.ship()) == (1, 0)
    assert [message for _, message in store.taken] == ["POST /orders 201", "half a line"]
    assert store.taken[0][0] == "cleave-logs-2026.11.27"


def test_what_is_not_taken_is_sent_again(tmp_path: Path, store: Store) -> None:
    shipper = Shipper(tmp_path, store.url)
    (tmp_path / "orders-1.log").write_text(f"{LINE}\n")
    store.full = True
    with pytest.raises(requests.RequestException):
        shipper.ship()
    store.full = False
    assert shipper.ship() == 1
    assert len(store.taken) == 1
