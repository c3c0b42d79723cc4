"""Ctrl-C in the middle of a soak leaves no process, and keeps what was found."""

import shutil
import signal
import subprocess
import sys

import pytest

from experiments.run_folder.folder import RUNS
from experiments.setup.machine import Marked, marked_processes
from experiments.stacks.local.places import REPOSITORY, open_places
from experiments.testing.waiting import wait_until

pytestmark = [pytest.mark.real, pytest.mark.timeout(240)]
AN_ARM = 10
"""Processes of a monolith are more than that."""


def ours() -> list[Marked]:
    """Other labs of this machine have state folders of their own."""
    state = open_places().state
    return [each for each in marked_processes() if each.folder.parent == state]


def test_ctrl_c_leaves_nothing() -> None:
    before, earlier = ours(), {*RUNS.glob("soak-*")}
    process = subprocess.Popen(
        [sys.executable, "-m", "experiments.soak", "--cut", "--arm", "monolith", "--only", "kills"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until(lambda: len(ours()) > len(before) + AN_ARM, within_s=90)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=90)
    assert process.returncode == 130
    last = said.splitlines()[-1]
    assert "nothing is left running" in last or "nothing that it started is left running" in last
    assert [each for each in ours() if each not in before] == []
    (folder,) = {*RUNS.glob("soak-*")} - earlier
    assert (folder / "soak.json").is_file()
    shutil.rmtree(folder)
