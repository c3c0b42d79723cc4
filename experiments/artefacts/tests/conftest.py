"""A copy of the arms' source tree that a test may edit, and an empty store."""

import shutil
from pathlib import Path

import pytest

from experiments.artefacts.build import REPOSITORY
from experiments.artefacts.content import LOCK
from experiments.artefacts.tests.parts import PACKAGES


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    unused = shutil.ignore_patterns("__pycache__")
    for package in PACKAGES:
        shutil.copytree(REPOSITORY / package, tmp_path / "tree" / package, ignore=unused)
    shutil.copyfile(REPOSITORY / LOCK, tmp_path / "tree" / LOCK)
    return tmp_path / "tree"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"
