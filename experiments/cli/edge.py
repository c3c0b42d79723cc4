"""Where errors end: one clear line on stderr and an exit code. Tracebacks are for our own bugs."""

import errno
import signal
import sys
import types
from contextlib import suppress

import typer

from experiments.errors import LabError
from experiments.topology import UnknownArm

COMMAND = "cleave"
INVALID, USAGE, STOPPED = 1, 2, 130
NOTHING_LEFT = "stopped; nothing was left running"


class Failure(typer.TyperException):
    """The command cannot do its work; the message is one line."""

    exit_code = INVALID


class WrongUsage(typer.TyperException):
    """The command was asked for something that does not exist."""

    exit_code = USAGE


class Stopped(typer.TyperException):
    """Ctrl-C, after everything was cleared away."""

    exit_code = STOPPED


def run(app: typer.Typer, arguments: list[str]) -> int:
    """The exit code of one command."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        with suppress(ValueError):
            signal.signal(number, _as_ctrl_c)
    try:
        code = app(arguments or ["--help"], prog_name=COMMAND, standalone_mode=False)
    except Exception as error:
        complaint = _explained(error)
        if complaint is None:
            raise
        return _complain(*complaint)
    if code == STOPPED:
        return _complain(NOTHING_LEFT, STOPPED)
    return code if isinstance(code, int) else 0


def _explained(error: Exception) -> tuple[str, int] | None:
    """The line and the exit code; None for an error that nobody foresaw."""
    match error:
        case typer.TyperException():
            return error.format_message(), error.exit_code
        case UnknownArm():
            return str(error), USAGE
        case typer.Abort():
            return NOTHING_LEFT, STOPPED
        case OSError():
            return explain(error), INVALID
        case LabError():
            return str(error), INVALID
    return None


def explain(error: OSError) -> str:
    """One line for what the operating system refused."""
    place = f": {error.filename}" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full{place}; free some space and try again"
    return f"{error.strerror or error}{place}"


def _complain(message: str, code: int) -> int:
    line = " ".join(message.split()).rstrip(".")
    hint = f"; see {COMMAND} --help" if code == USAGE else ""
    with suppress(OSError):
        sys.stderr.write(f"{COMMAND}: {line}{hint}\n")
    return code


def _as_ctrl_c(_number: int, _frame: types.FrameType | None) -> None:
    raise KeyboardInterrupt
