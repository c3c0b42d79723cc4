"""Builds the environment: a venv with exactly the wheels of requirements.lock.

It counts as done once `.venv/cleave-setup/requirements.lock` equals the lock, and that copy is
written last: whatever stops an installation, the next call sees an unfinished one and builds it
anew (pip's cache spares it the downloads).
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from typing import IO

from experiments.setup import pip_log
from experiments.setup.errors import SetupError
from experiments.setup.jars import default_folder
from experiments.setup.progress import Progress
from experiments.setup.room import fullest


class Checkout:
    """The places of one copy of the repository."""

    def __init__(self, root: Path) -> None:
        self.lock = root / "requirements.lock"
        self.environment = root / ".venv"
        self.python = self.environment / "bin" / "python"
        self.stamp = self.environment / "cleave-setup" / "requirements.lock"
        self.cache = root / ".cache"
        self.log = self.cache / "setup.log"
        self.root = root
        self.written = (self.environment, Path(tempfile.gettempdir()), default_folder())
        """Where set-up writes: perhaps three file systems."""

    def is_ready(self) -> bool:
        """Whether the environment is whole and was made from the lock as it stands."""
        try:
            return self.python.exists() and self.stamp.read_bytes() == self.lock.read_bytes()
        except OSError:
            return False

    def require_own(self) -> None:
        """SetupError where .venv is a link: what it leads to may be another's, and in use."""
        if self.environment.is_symlink():
            raise SetupError(
                f"{self.environment} is a link to {self.environment.readlink()}, which was not made"
                " from requirements.lock as it stands: set up there, or remove the link"
            )

    def finish(self) -> None:
        """Declare the environment whole."""
        self.stamp.parent.mkdir(exist_ok=True)
        draft = self.stamp.with_suffix(".draft")
        draft.write_bytes(self.lock.read_bytes())
        draft.replace(self.stamp)


def build(checkout: Checkout, progress: Progress, lock_file: IO[str]) -> None:
    """Build the environment from nothing; what was there is not trusted."""
    checkout.require_own()
    progress.show("making .venv")
    if checkout.environment.exists():
        shutil.rmtree(checkout.environment)
    try:
        venv.create(checkout.environment, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError as error:
        raise SetupError(f"{sys.executable} could not make .venv: {error}") from error
    _pip_install(checkout, progress, lock_file)
    progress.show("compiling")
    run([checkout.python, "-m", "compileall", "-q", "-j", "0", checkout.environment], lock_file)
    checkout.finish()


def _pip_install(checkout: Checkout, progress: Progress, lock_file: IO[str]) -> None:
    command: list[str | Path] = [
        checkout.python,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--require-hashes",
    ]
    command += ["--only-binary", ":all:", "--no-compile", "--progress-bar", "off", "--no-input"]
    command += ["--retries", "3", "--disable-pip-version-check", "-r", checkout.lock]
    names = pip_log.locked_names(checkout.lock.read_text(encoding="utf-8"), sys.platform)
    steps = pip_log.Steps(len(names))
    lines: list[str] = []

    def on_line(line: str) -> None:
        lines.append(line)
        if text := steps.read(line):
            progress.show(text)

    code = _follow(command, checkout.log, on_line, lock_file)
    if code:
        here = f"Python {platform.python_version()} on {platform.platform()}"
        why = pip_log.reason(lines, here, fullest(checkout.written))
        raise SetupError(f"{why} (all that pip said: {checkout.log})")


def _follow(
    command: list[str | Path], log: Path, on_line: Callable[[str], None], lock_file: IO[str]
) -> int:
    """Run a command, keep what it prints in `log`, return its exit code."""
    with (
        log.open("w", encoding="utf-8") as record,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=surroundings(),
            pass_fds=[lock_file.fileno()],
        ) as process,
    ):
        assert process.stdout is not None
        try:
            for line in process.stdout:
                record.write(line)
                on_line(line.rstrip("\n"))
        except BaseException:
            process.terminate()
            raise
    return process.returncode


def run(command: list[str | Path], lock_file: IO[str], folder: Path | None = None) -> int:
    """Run a command whose output is for the user; returns its exit code."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        cwd=folder,
        env=surroundings(),
        pass_fds=[lock_file.fileno()],
        check=False,
    ).returncode


def surroundings() -> dict[str, str]:
    """This process's environment without what would lead a package elsewhere."""
    stray = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    kept = {key: value for key, value in os.environ.items() if key not in stray}
    return kept | {"PYTHONUNBUFFERED": "1", "PYTHONNOUSERSITE": "1"}
