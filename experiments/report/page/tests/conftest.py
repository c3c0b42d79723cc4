"""Runs made up once for all tests; whoever edits one takes a copy."""

import shutil
from pathlib import Path

import pytest

from experiments.report.page.reading.run import read_run
from experiments.report.page.tests.made_run import Made, make_run
from experiments.report.page.write import render_report


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six blocks of all usual experiments: with intervals and verdicts."""
    return make_run(tmp_path_factory.mktemp("runs") / "20261123T040506Z-7", Made(blocks=6))


@pytest.fixture(scope="session")
def page(whole: Path) -> str:
    return render_report(read_run(whole))


@pytest.fixture(scope="session")
def _one_block(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("runs") / "20261123T040507Z-7", Made(blocks=1))


@pytest.fixture
def one_block(_one_block: Path, tmp_path: Path) -> Path:
    """A copy, to be edited."""
    return Path(shutil.copytree(_one_block, tmp_path / _one_block.name))


@pytest.fixture
def edited(whole: Path, tmp_path: Path) -> Path:
    """A copy of the six blocks, to be edited; without raw data, so that it is quickly made."""
    raw = shutil.ignore_patterns("visits")
    return Path(shutil.copytree(whole, tmp_path / whole.name, ignore=raw))
