"""A comparison of fake arms that scales."""

from pathlib import Path

import pytest

from experiments.pilot.tests.harness import Run, needing
from experiments.testing.fake_lab import FakeLab


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(FakeLab(serves=needing(monolith=6, services=7)), tmp_path / "runs")
