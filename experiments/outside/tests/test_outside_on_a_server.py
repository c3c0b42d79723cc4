"""The outside world as both arms meet it: on granian, over a socket."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from experiments.outside import order

pytestmark = pytest.mark.real
ROOT = Path(__file__).parents[3]
SCREEN = {"order_id": "o-1", "customer_id": "c-00001", "total_cents": 500}


@pytest.fixture(scope="module")
def outside() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    with subprocess.Popen([*command, "experiments.outside.main:build"], cwd=ROOT) as server:
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_until_ready(url: str) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            requests.get(f"{url}/health/ready", timeout=1).raise_for_status()
            return
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise


def behave(outside: str, **how: object) -> None:
    order.behave(outside, how)


def screen(outside: str, timeout: float = 5.0) -> requests.Response:
    return requests.post(f"{outside}/screen", json=SCREEN, timeout=timeout)


def test_it_screens_and_takes_the_time_it_was_told(outside: str) -> None:
    behave(outside, latency_ms=100)
    answer = screen(outside)
    assert (answer.status_code, answer.json()) == (200, {"accepted": True})
    assert answer.elapsed.total_seconds() >= 0.1


def test_it_hangs_until_it_is_cleared(outside: str) -> None:
    behave(outside, hang=True)
    with pytest.raises(requests.Timeout):
        screen(outside, timeout=0.2)
    answers: list[requests.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(screen(outside)))
    waiting.start()
    behave(outside)
    waiting.join(5)
    assert [answer.status_code for answer in answers] == [200]


def test_it_refuses_what_is_not_json(outside: str) -> None:
    answer = requests.post(f"{outside}/screen", data=b"{", timeout=5)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_setting_that_does_not_exist_is_one_clear_line(outside: str) -> None:
    with pytest.raises(order.Disobeyed, match="does not take"):
        behave(outside, speed=3)


def test_an_outside_world_that_is_not_there_is_one_clear_line() -> None:
    with pytest.raises(order.Disobeyed, match="refused"):
        behave("http://127.0.0.1:9", latency_ms=1)
