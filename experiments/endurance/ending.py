"""Ends a short run from outside, as a person, a system or an accident would."""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

from experiments.endurance.schedule import Ending
from experiments.stacks.local.process import MARKER

SUPERVISOR: Final = "experiments.stacks.local.supervisor_main"
STOPPED: Final = 130
"""Of a command that was stopped and has cleared everything away; see cli/edge.py."""
ALLOWED: Final[Mapping[Ending, tuple[int, ...]]] = {
    Ending.ITSELF: (0,),
    Ending.CTRL_C: (0, STOPPED, -signal.SIGINT),
    Ending.SIGTERM: (0, STOPPED, -signal.SIGINT, -signal.SIGTERM),
    Ending.KILL: (0, -signal.SIGKILL),
    Ending.KILL_ALL: (0, -signal.SIGKILL),
}
"""Exit codes, by ending. A run may be over by then, or its Python may just be shutting down: that
ends by SIGINT whatever is raised in it, or by the signal itself, for its handlers are gone."""


def end(process: "subprocess.Popen[bytes]", ending: Ending, state: Path) -> None:
    """The run leads a session of its own, so that Ctrl-C reaches it as from a terminal. Arms have
    their folders below `state`."""
    with suppress(ProcessLookupError):
        match ending:
            case Ending.CTRL_C:
                os.killpg(process.pid, signal.SIGINT)
            case Ending.SIGTERM:
                process.terminate()
            case Ending.KILL:
                process.kill()
            case Ending.KILL_ALL:
                process.kill()
                kill_supervisors(state)


def kill_supervisors(state: Path) -> None:
    """Those of every arm below `state`: what they had started, nobody clears away any more."""
    for each in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            folder = each.environ().get(MARKER)
            is_ours = folder is not None and Path(folder).is_relative_to(state)
            if is_ours and SUPERVISOR in each.cmdline():
                each.kill()
