"""Artefacts go when nobody has used them for days."""

import os
import subprocess
import sys
import time
from pathlib import Path

from experiments.artefacts.pruning import DAY_S, KEPT_DAYS
from experiments.artefacts.release import Artefact, Change, Release
from experiments.artefacts.tests.toy_store import build, visible


def make_old(artefact: Artefact) -> None:
    then = time.time() - (KEPT_DAYS + 1) * DAY_S
    os.utime(artefact.folder, (then, then))


def another(store: Path, tmp_path: Path) -> Artefact:
    """A build that makes something new, which is when old artefacts go."""
    wrapper = tmp_path / "plain.py"
    wrapper.write_text("def wrap(name, feature):\n    return feature\n")
    return build(store, Release("new", (Change("catalog", wrapper),)))


def test_what_nobody_used_for_days_goes(store: Path, tmp_path: Path) -> None:
    old = build(store)
    make_old(old)
    new = another(store, tmp_path)
    assert visible(store) == [new.folder]


def test_what_was_used_lately_stays(store: Path, tmp_path: Path) -> None:
    old = build(store)
    make_old(old)
    build(store)
    another(store, tmp_path)
    assert old.folder in visible(store)


def test_what_a_process_runs_in_stays(store: Path, tmp_path: Path) -> None:
    old = build(store)
    make_old(old)
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, cwd=old.folder, stdin=subprocess.PIPE) as replica:
        another(store, tmp_path)
        assert old.folder in visible(store)
        replica.communicate(b"\n")
