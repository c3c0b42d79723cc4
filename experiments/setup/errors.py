"""The one error of set-up: a sentence for a person, printed as it is, never a traceback."""

import errno
from collections.abc import Iterable
from pathlib import Path

from experiments.errors import LabError
from experiments.setup.room import fullest

STOPPED = 130  # the exit code of a command that Ctrl-C ended


class SetupError(LabError):
    """Set-up cannot go on; the message is one line that says what to do."""


def explain(error: OSError, folders: Iterable[Path]) -> str:
    """One line for an operating-system error that stopped set-up, which writes to `folders`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(error.filename or fullest(folders))
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"no permission to write{place}: run as the owner of this folder; "
            "XDG_CACHE_HOME moves the jars"
        )
    return f"{error.strerror or error}{place}"


def disk_full(place: str | Path) -> str:
    """What to do when nothing more can be written to this file or folder."""
    return f"the disk is full ({place}): free some space, then run `make setup` again"
