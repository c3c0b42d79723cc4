"""Starts an arm's supervisor, and keeps it alive as long as the lab lives."""

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from experiments.budget import Restarts
from experiments.stacks.local.client import ANSWER_S, POLL_S, Client
from experiments.stacks.local.logs import last_words
from experiments.stacks.local.places import REPOSITORY
from experiments.stacks.local.process import base_environment
from experiments.stacks.protocol import StackError

SUPERVISOR_UP_S: Final = 15.0


class Lifeline:
    """Keeps a supervisor alive as long as this process lives."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def cut(self) -> None:
        """Lets go; a supervisor that was not released ends its arm now."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.poll()

    def wait(self) -> None:
        """Cuts, and reaps the supervisor when it has ended."""
        self.cut()
        self._process.wait(ANSWER_S)


def start_supervisor(folder: Path, rule: Restarts) -> tuple[Client, Lifeline]:
    """A new supervisor for the arm in `folder`; StackError if it does not come."""
    (folder / "logs").mkdir()
    (folder / "endpoints").mkdir()
    module = "experiments.stacks.local.supervisor_main"
    figures = [str(rule.first_s), str(rule.limit_s), str(rule.good_after_s)]
    with (folder / "supervisor.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(folder), *figures],
            cwd=REPOSITORY,
            env={**base_environment(folder), "PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    client, end = Client(folder), time.monotonic() + SUPERVISOR_UP_S
    while not _listens(client):
        if process.poll() is not None or time.monotonic() > end:
            said = last_words(folder / "supervisor.log")
            shutil.rmtree(folder, ignore_errors=True)
            raise StackError(f"the supervisor of {folder.name} did not start: {said}")
        time.sleep(POLL_S)
    return client, Lifeline(process)


def _listens(client: Client) -> bool:
    try:
        client.statuses()
    except StackError:
        return False
    return True
