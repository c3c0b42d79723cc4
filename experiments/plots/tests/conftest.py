"""Runs that nobody made: a raw one of one block, and a reduced one with enough for verdicts."""

from pathlib import Path

import pytest

from experiments.plots.opened import Opened, open_run
from experiments.reduction.reduce import reduce_run
from experiments.report.page.tests.made_run import Made, make_run

BLOCKS = 6


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("raw") / "20260101T000000Z-7", Made(blocks=1))


@pytest.fixture(scope="session")
def reduced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    whole = make_run(tmp_path_factory.mktemp("whole") / "20260102T000000Z-7", Made(blocks=BLOCKS))
    folder = tmp_path_factory.mktemp("kept") / "reference"
    reduce_run(whole, folder)
    return folder


@pytest.fixture
def isolation(reduced: Path) -> Opened:
    return open_run("failure-isolation", str(reduced))


@pytest.fixture
def scaling(reduced: Path) -> Opened:
    return open_run("scaling", str(reduced))


@pytest.fixture
def cost(reduced: Path) -> Opened:
    return open_run("cost-of-splitting", str(reduced))


@pytest.fixture
def one_block(raw: Path) -> Opened:
    return open_run("failure-isolation", str(raw))
