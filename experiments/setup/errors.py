"""The one error of set-up: a sentence for a person, printed as it is, never a traceback."""

import errno

from experiments.errors import LabError

STOPPED = 130  # the exit code of a command that Ctrl-C ended


class SetupError(LabError):
    """Set-up cannot go on; the message is one line that says what to do."""


def explain(error: OSError) -> str:
    """One line for an operating-system error that stopped set-up."""
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full{place}: free some space, then run `make setup` again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"no permission to write{place}: run as the owner of this folder; "
            "XDG_CACHE_HOME moves the jars"
        )
    return f"{error.strerror or error}{place}"
