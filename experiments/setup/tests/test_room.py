"""A full disk is named by the folder that lies on it."""

import errno
from pathlib import Path
from types import SimpleNamespace

import pytest

from experiments.setup.errors import explain
from experiments.setup.room import fullest

NOWHERE = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def disks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Two folders on disks of their own; the second is full, and does not exist yet."""
    roomy, full = tmp_path / "roomy", tmp_path / "full"
    roomy.mkdir()
    full.mkdir()
    free = {roomy: 10**9, full: 0}
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=free[folder]))
    return [roomy, full / "not" / "yet"]


def test_the_fullest_folder_is_the_one_whose_disk_has_the_least_room(disks: list[Path]) -> None:
    assert fullest(disks) == disks[1]


def test_a_full_disk_is_named_even_if_the_error_names_no_file(disks: list[Path]) -> None:
    assert explain(NOWHERE, disks).startswith(f"the disk is full ({disks[1]}): free some space")


def test_a_full_disk_is_named_by_the_file_if_there_is_one(disks: list[Path]) -> None:
    error = OSError(errno.ENOSPC, "No space left on device", "/a/file")
    assert explain(error, disks).startswith("the disk is full (/a/file): ")
