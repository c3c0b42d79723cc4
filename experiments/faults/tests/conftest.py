"""`told`: a feature behind the wrapper, its switch in a folder of the test's own."""

from pathlib import Path

import pytest

from experiments.faults.tests.harness import Told
from experiments.testing.real_arm import say

__all__ = ["say", "told"]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setenv("CLEAVE_SWITCHES", str(tmp_path))
    return Told(tmp_path)
