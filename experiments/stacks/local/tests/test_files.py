"""A disk without room ends in one line, with nothing half-copied."""

import errno
import shutil
from pathlib import Path

import pytest

from experiments.stacks.local.files import copy_folder, disk_errors, require_room
from experiments.stacks.protocol import StackError


def test_too_little_room_is_said_in_megabytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type(shutil.disk_usage(tmp_path))(total=10**9, used=10**9 - 12_000_000, free=12_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(StackError, match=r"the disk is full: .* has 12 MB free, 600 are needed"):
        require_room(tmp_path)


def test_a_full_disk_inside_the_block_is_one_line(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "file"))
    expected = pytest.raises(StackError, match=r"cannot write .*file: No space left on device")
    with expected, disk_errors(tmp_path):
        raise full


def test_other_errors_pass(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), disk_errors(tmp_path):
        (tmp_path / "none").read_text()


def test_a_copy_that_fails_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="cannot copy none"):
        copy_folder(tmp_path / "none", tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_keeps_modes(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "file").write_text("text")
    copy_folder(tmp_path / "data", tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "copy" / "file").read_text() == "text"
