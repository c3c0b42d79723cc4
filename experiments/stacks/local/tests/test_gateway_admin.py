"""Whether the gateway works with the new endpoints is its own word, not a guess."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from experiments.stacks.local.gateway_admin import wait_applied
from experiments.stacks.protocol import StackError


class Admin(HTTPServer):
    """Says one version more of each cluster at each request."""

    asked = 0


class Answer(BaseHTTPRequestHandler):
    server: Admin

    def do_GET(self) -> None:
        self.server.asked += 1
        lines = (f'cluster.{name}.version_text: "{self.server.asked}"' for name in ("a", "b-c"))
        self.send_response(200)
        self.end_headers()
        self.wfile.write("\n".join(lines).encode())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Quietly."""


@pytest.fixture
def admin() -> Iterator[Admin]:
    with Admin(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_it_waits_for_the_slowest_cluster(admin: Admin) -> None:
    wait_applied(admin.server_port, {"a": 1, "b-c": 4}, 5.0)
    assert admin.asked == 4


def test_a_later_version_will_do(admin: Admin) -> None:
    admin.asked = 10
    wait_applied(admin.server_port, {"a": 2}, 5.0)
    assert admin.asked == 11


@pytest.mark.parametrize("cluster", ["unheard-of", "b-c"])
def test_a_gateway_that_stays_behind_is_named_with_the_cluster(admin: Admin, cluster: str) -> None:
    with pytest.raises(StackError, match=f"not taken the new endpoints of {cluster}"):
        wait_applied(admin.server_port, {"a": 1, cluster: 10**6}, 0.1)


def test_a_gateway_that_does_not_answer_stays_behind() -> None:
    with pytest.raises(StackError, match="not taken the new endpoints of a"):
        wait_applied(9, {"a": 1}, 0.1)


def test_nothing_to_wait_for_asks_nobody() -> None:
    wait_applied(9, {}, 0.1)
