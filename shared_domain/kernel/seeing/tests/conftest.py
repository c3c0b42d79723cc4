"""Spans recorded into a file of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared_domain.kernel.seeing.tests.harness import Recorder


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "spans.jsonl")
    yield recorder
    recorder.tracing.close()
