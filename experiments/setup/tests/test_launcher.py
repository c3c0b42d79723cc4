"""./cleave works from any folder and through a link, and sets up only what is missing."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the launcher with a finished set-up whose Python only tells how it was called."""
    root = tmp_path / "a copy"
    for name in ("cleave", "experiments/setup/ensure.sh"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    script(root / ".venv/bin/python", 'echo "$PYTHONPATH|$*"')
    locks = {
        "requirements.lock": root / ".venv/cleave-setup/requirements.lock",
        "experiments/setup/kafka.lock": tmp_path / "cache/cleave/jars/kafka.lock",
    }
    for name, stamp in locks.items():
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(name)
        (root / name).write_text(name)
    return root


def call(command: Path, folder: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher; a set-up, when it thinks one is needed, only says so."""
    tmp_path = next(place for place in command.parents if (place / "cache").exists())
    script(tmp_path / "python", 'echo "setting up with $1"; exit 3')
    surroundings = {
        "PATH": os.environ["PATH"],
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHON": str(tmp_path / "python"),
    } | extra
    return subprocess.run(
        [command, "order", "two words"],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_runs_the_lab_with_its_arguments_from_any_folder(copy: Path, tmp_path: Path) -> None:
    done = call(copy / "cleave", tmp_path)
    assert done.stdout == f"{copy}|-P -m experiments.cli order two words\n"
    assert done.returncode == 0


def test_it_finds_its_folder_through_links(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "first").symlink_to("../a copy/cleave")
    (tmp_path / "bin" / "cleave").symlink_to(tmp_path / "bin" / "first")
    assert call(tmp_path / "bin" / "cleave", tmp_path).stdout.startswith(f"{copy}|")


@pytest.mark.parametrize(
    "stale",
    [
        "a copy/.venv/cleave-setup/requirements.lock",
        "a copy/.venv/bin/python",
        "cache/cleave/jars/kafka.lock",
    ],
)
def test_it_sets_up_when_something_is_missing_and_stops_when_that_fails(
    copy: Path, tmp_path: Path, stale: str
) -> None:
    (tmp_path / stale).unlink()
    done = call(copy / "cleave", tmp_path)
    assert done.stdout == f"setting up with {copy}/experiments/setup/bootstrap.py\n"
    assert done.returncode == 3


def test_it_sets_up_when_the_lock_has_changed(copy: Path, tmp_path: Path) -> None:
    (copy / "requirements.lock").write_text("another")
    assert "setting up" in call(copy / "cleave", tmp_path).stdout


def test_without_a_home_the_jars_are_looked_for_where_set_up_puts_them(
    copy: Path, tmp_path: Path
) -> None:
    script(tmp_path / "bin/cmp", f'echo "$3" >> {tmp_path}/compared')
    path = f"{tmp_path}/bin:{os.environ['PATH']}"
    assert call(copy / "cleave", tmp_path, PATH=path, XDG_CACHE_HOME="").returncode == 0
    home = pwd.getpwuid(os.getuid()).pw_dir
    assert f"{home}/.cache/cleave/jars/kafka.lock" in (tmp_path / "compared").read_text()


def test_a_python_that_is_not_there_is_named(copy: Path, tmp_path: Path) -> None:
    (copy / "requirements.lock").write_text("another")
    done = call(copy / "cleave", tmp_path, PYTHON="python3.99")
    assert done.stderr == "Cleave needs Python 3.11 or newer: python3.99 was not found.\n"
    assert done.returncode == 1
