"""Clears what a kill -9 left of an arm: processes found by their environment, their CPU groups,
then its folder."""

import contextlib
import shutil
from pathlib import Path
from typing import Final

import psutil

from experiments.stacks.local.process import MARKER
from experiments.stacks.local.quotas import remove_groups
from experiments.stacks.local.system import remove_shared_memory

WAIT_S: Final = 5.0


def processes_of(folder: Path) -> list[psutil.Process]:
    """Every living process that was started for the arm in `folder`."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARKER) == str(folder):
                found.append(process)
    return found


def kill_processes(folder: Path) -> int:
    """Kills them all, again until none is left; says how many there were."""
    count = 0
    while living := processes_of(folder):
        for process in living:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        count += len(living)
        _, alive = psutil.wait_procs(living, timeout=WAIT_S)
        if alive:
            break
    return count


def remove_folder(folder: Path) -> None:
    """Removes an arm's folder, its CPU groups and the shared memory its databases were killed
    with. OSError if a group stays."""
    remove_groups(folder)
    for lock in folder.glob("databases/*/postmaster.pid"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            key, ident = lock.read_text().splitlines()[6].split()
            remove_shared_memory(int(key), int(ident))
    shutil.rmtree(folder, ignore_errors=True)
