"""A log that nobody can write to: a full disk, a pipe that nobody empties."""

import io
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TextIO

import pytest
from flask import Blueprint

from experiments.testing.waiting import wait_until
from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.seeing.log_line import ecs_format
from shared_domain.kernel.seeing.log_queue import CLOSE_WITHIN_S, LINES, LogQueue
from shared_domain.kernel.seeing.logs import open_logs
from shared_domain.kernel.seeing.tests.harness import config

Opened = Callable[[TextIO], LogQueue]
FULL = Path("/dev/full")


@pytest.fixture
def lost() -> list[bool]:
    """One for each line that was lost."""
    return []


@pytest.fixture
def opened(lost: list[bool]) -> Iterator[Opened]:
    queues: list[LogQueue] = []

    def opened(stream: TextIO) -> LogQueue:
        queues.append(LogQueue(stream, ecs_format(config()), lambda: lost.append(True)))
        return queues[-1]

    yield opened
    for queue in queues:
        queue.close()


def record(text: str) -> logging.LogRecord:
    return logging.LogRecord("a.logger", logging.WARNING, __file__, 1, text, None, None)


class Holding(io.StringIO):
    """Takes nothing before it is let go, like a pipe that nobody empties."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()

    def write(self, text: str) -> int:
        assert self.free.wait(30)
        return super().write(text)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


def test_lines_are_written_in_their_order(opened: Opened, lost: list[bool]) -> None:
    stream = Holding()
    stream.free.set()
    queue = opened(stream)
    for number in range(100):
        queue.handle(record(str(number)))
    queue.close()
    assert [line["message"] for line in stream.lines] == [str(number) for number in range(100)]
    assert lost == []


def test_a_held_up_log_loses_lines_and_says_how_many(opened: Opened, lost: list[bool]) -> None:
    stream = Holding()
    queue = opened(stream)
    for number in range(3 * LINES):
        queue.handle(record(str(number)))
    assert 2 * LINES - 1 <= len(lost) <= 2 * LINES
    stream.free.set()
    wait_until(lambda: len(stream.lines) == 3 * LINES - len(lost))
    queue.handle(record("at last"))
    wait_until(lambda: stream.lines[-1]["message"] == "at last")
    dropped = [int(line["labels"]["dropped"]) for line in stream.lines if _tells(line)]
    assert sum(dropped) == len(lost)


def _tells(line: Any) -> bool:
    return "dropped" in line["labels"]


class Unspeakable:
    """Nobody can write down what it is."""

    def __str__(self) -> str:
        raise ValueError


def test_what_cannot_be_written_down_is_lost_and_nobody_fails_for_it(
    opened: Opened, lost: list[bool]
) -> None:
    mute = logging.LogRecord("a.logger", logging.WARNING, __file__, 1, Unspeakable(), None, None)
    opened(io.StringIO()).handle(mute)
    assert lost == [True]


@pytest.mark.skipif(not FULL.exists(), reason="no device here is always full")
def test_a_full_disk_loses_every_line_and_ends_nothing(opened: Opened, lost: list[bool]) -> None:
    with FULL.open("w", buffering=1) as stream:
        queue = opened(stream)
        for number in range(10):
            queue.handle(record(str(number)))
        wait_until(lambda: len(lost) == 10)
        queue.close()
        with pytest.raises(OSError, match="No space"):
            stream.flush()
        _forget_what_is_buffered(stream)


def _forget_what_is_buffered(stream: TextIO) -> None:
    """So that closing the file does not try it again."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


def test_whoever_ends_waits_no_longer_for_a_held_up_log(opened: Opened) -> None:
    stream = Holding()
    queue = opened(stream)
    for number in range(2 * LINES):
        queue.handle(record(str(number)))
    began = time.monotonic()
    queue.close()
    assert time.monotonic() - began < 2 * CLOSE_WITHIN_S + 5
    stream.free.set()


def test_a_blocked_pipe_slows_no_request_under_load(opened: Opened, lost: list[bool]) -> None:
    """Every request logs, and nobody reads the pipe: all are answered, and what is lost counted."""
    reading, writing = os.pipe()
    requests = 3 * LINES
    routes = Blueprint("shop", __name__)
    log = logging.getLogger("a.blocked.pipe")

    @routes.get("/logs")
    def logs() -> str:
        log.warning("%s", "x" * 200)
        return "well"

    app = http_application("test", [routes])
    with os.fdopen(writing, "w", buffering=1) as stream:
        log.addHandler(queue := opened(stream))
        log.propagate = False
        try:
            with ThreadPoolExecutor(8) as clients:
                asked = [
                    clients.submit(lambda: app.test_client().get("/logs").status_code)
                    for _ in range(requests)
                ]
                assert {each.result(timeout=60) for each in asked} == {200}
            assert len(lost) > LINES
        finally:
            log.removeHandler(queue)
            log.propagate = True
            os.close(reading)  # whoever writes now gets an error and goes on
        queue.close()
        _forget_what_is_buffered(stream)


def test_whoever_listens_to_the_loggers_already_goes_on_to() -> None:
    before = list(logging.getLogger().handlers)
    assert open_logs(config(), lambda: None) is None
    assert logging.getLogger().handlers == before
