"""The command line beside a lab of which nothing is real."""

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.cli import compare as compare_command
from experiments.cli import request
from experiments.testing.comparison import COST
from experiments.testing.fake_lab import FakeLab
from experiments.trials.lab import Lab, Say


@pytest.fixture(autouse=True)
def keep_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeLab:
    lab = FakeLab()

    @contextlib.contextmanager
    def open_fake(_say: Say) -> Iterator[Lab]:
        yield lab.lab

    monkeypatch.setattr(compare_command, "open_lab", open_fake)
    monkeypatch.setattr(compare_command, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(request, "USUAL", (COST,))
    monkeypatch.delenv("COLUMNS", raising=False)
    return lab
