"""Connections to a server that keeps them, closes them, falls silent or is not there."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from experiments.testing.answering import answering
from experiments.testing.broken_server import CUT_SHORT, BrokenServer
from experiments.testing.waiting import wait_until
from shared_domain.kernel.connections import Connections, NoAnswer, _was_dropped

JSON = {"Content-Type": "application/json"}


@contextmanager
def keeping(idle_s: float) -> Iterator[tuple[str, list[str]]]:
    """The URL of a server that keeps a connection for so long, and the callers it has seen."""
    callers: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = idle_s

        def do_GET(self) -> None:
            callers.append(f"{self.client_address[1]} {self.path}")
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Not to standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", callers
        server.shutdown()


def test_what_is_asked_comes_there_and_what_is_said_comes_back() -> None:
    def answer(path: str, body: object) -> tuple[int, object]:
        return 202, [path, body]

    with answering(answer) as url:
        connections = Connections(url + "/below/", 1.0)
        assert connections.ask("GET", "/a", {}, None) == (202, b'["/below/a", null]')
        assert connections.ask("POST", "/b", JSON, b"7") == (202, b'["/below/b", 7]')


def test_a_connection_serves_one_call_after_the_other() -> None:
    with keeping(5) as (url, callers), closing(Connections(url, 1.0)) as connections:
        for _ in range(3):
            assert connections.ask("GET", "/a", {}, None) == (200, b"ok")
    assert len(set(callers)) == 1


def test_a_connection_that_was_closed_over_there_is_opened_again() -> None:
    with keeping(0.02) as (url, callers), closing(Connections(url, 1.0)) as connections:
        connections.ask("GET", "/a", {}, None)
        wait_until(lambda: _was_dropped(connections._idle[0]))
        assert connections.ask("GET", "/a", {}, None) == (200, b"ok")
    assert len(set(callers)) == 2


@pytest.mark.parametrize(
    ("says", "hangs_up"), [(b"", True), (b"", False), (CUT_SHORT, True), (b"ICY 200 OK\r\n", True)]
)
def test_silence_and_half_an_answer_are_no_answer(says: bytes, hangs_up: bool) -> None:
    with BrokenServer(says, hangs_up) as server:
        connections = Connections(server.url, 0.1)
        with pytest.raises(NoAnswer):
            connections.ask("GET", "/a", {}, None)
    assert not connections._idle


def test_nobody_there_is_no_answer() -> None:
    with pytest.raises(NoAnswer, match="refused"):
        Connections("http://127.0.0.1:1", 1.0).ask("GET", "/a", {}, None)
