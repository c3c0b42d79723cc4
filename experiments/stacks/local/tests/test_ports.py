"""Ports are free when they are handed out, and a busy one is named with its holder."""

import os
import socket
from collections.abc import Iterator

import pytest

from experiments.stacks.local.ports import PortBook, is_free, require_free
from experiments.stacks.protocol import StackError


@pytest.fixture
def busy() -> Iterator[int]:
    """A port that this process listens on."""
    listener = socket.create_server(("127.0.0.1", 0))
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def test_a_busy_port_is_named_with_its_holder(busy: int) -> None:
    expected = rf"port {busy}, needed for the gateway, is in use by .*\(process {os.getpid()}\)"
    with pytest.raises(StackError, match=expected):
        require_free(busy, "the gateway")


def test_a_busy_port_is_passed_over(busy: int) -> None:
    assert not is_free(busy)
    assert PortBook(busy, 20, "a test").take() > busy


def test_no_port_is_handed_out_twice() -> None:
    book = PortBook(20390, 10, "a test")
    ports = [book.take(), book.take()]
    assert len(set(ports)) == 2


def test_a_port_given_back_is_handed_out_after_all_others() -> None:
    book = PortBook(20390, 3, "a test")
    first = book.take()
    book.give(first)
    assert [book.take() for _ in range(3)][-1] == first


def test_a_range_that_is_used_up_says_for_whom(busy: int) -> None:
    with pytest.raises(StackError, match="no free port is left for services"):
        PortBook(busy, 1, "services").take()
