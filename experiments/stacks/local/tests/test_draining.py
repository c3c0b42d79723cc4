"""A replica is drained when nobody is connected to it any more."""

import os
import socket
import threading
from collections.abc import Iterator

import pytest

from experiments.stacks.local.draining import wait_drained
from experiments.testing.waiting import wait_until


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_an_open_connection_is_waited_for(server: socket.socket) -> None:
    port = server.getsockname()[1]
    client = socket.create_connection(("127.0.0.1", port))
    accepted, _ = server.accept()
    waiting = threading.Thread(target=wait_drained, args=(os.getpid(), port, 30.0))
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    client.close()
    accepted.close()
    wait_until(lambda: not waiting.is_alive(), within_s=5.0)


def test_the_wait_has_an_end(server: socket.socket) -> None:
    port = server.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)), server.accept()[0]:
        wait_drained(os.getpid(), port, 0.1)


def test_a_listener_alone_is_drained_and_so_is_the_dead(server: socket.socket) -> None:
    wait_drained(os.getpid(), server.getsockname()[1], 30.0)
    wait_drained(None, 1, 30.0)
