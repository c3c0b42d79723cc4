"""An arm as it really runs, with its outside world, for tests that start it once and do much."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from experiments.artefacts.release import BASE, Release
from experiments.budget import load_budget
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.protocol import Stack
from experiments.topology import TOPOLOGIES

SEEDS = count(5)


def fresh_seed() -> int:
    """One that no load of these tests had: a second load of one seed places the orders of the first
    again, and is told how those have ended."""
    return next(SEEDS)


@contextmanager
def running_arm(name: str, logs: Path, release: Release = BASE) -> Iterator[Stack]:
    """The arm called `name`, started from `release`; its logs are left in `logs`."""
    budget = load_budget()
    outside = OutsideProcess(budget)
    try:
        outside.start()
        stack = LocalStack(TOPOLOGIES[name], budget, outside.url)
        try:
            stack.start(release)
            yield stack
        finally:
            stack.save_logs(logs)
            stack.stop()
    finally:
        outside.stop()


@pytest.fixture
def say(request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Past pytest's capture: who waits a minute wants to know what for."""
    writer = request.config.get_terminal_writer()

    def line(text: str) -> None:
        with capfd.disabled():
            writer.line(f"  {text}", flush=True)

    return line
