"""A whole run of one block, and what is kept of it."""

import shutil
from pathlib import Path

import pytest

from experiments.reduction.reduce import reduce_run
from experiments.report.page.tests.made_run import Made, make_run


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("run") / "20260101T000000Z-7", Made(blocks=1))


@pytest.fixture(scope="session")
def kept_once(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "reference"
    reduce_run(whole, folder)
    return folder


@pytest.fixture
def kept(kept_once: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return shutil.copytree(kept_once, tmp_path / "reference")


@pytest.fixture
def visit(kept: Path) -> Path:
    """Of its first visit the folder, whichever arm was first."""
    return min((kept / "visits").iterdir())
