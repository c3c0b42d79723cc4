"""Where errors end: one clear line on stderr and an exit code. Tracebacks are for our own bugs."""

import errno
import re
import signal
import sys
import types
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

from experiments.errors import LabError
from experiments.run_folder.folder import RUNS
from experiments.setup.room import fullest
from experiments.stacks.local.places import open_places
from experiments.topology import UnknownArm

COMMAND = "cleave"
INVALID, USAGE, STOPPED = 1, 2, 130
OPTION = re.compile("Invalid value for '(-[^']*)': ")
NUMBERS = {
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
}
"""By what Pydantic, which reads numbers for Typer, calls the mistake. See
https://docs.pydantic.dev/latest/errors/validation_errors/."""

NOTHING_LEFT = "stopped; nothing that it started is left running"


class Failure(typer.TyperException):
    """The command cannot do its work; the message is one line."""

    exit_code = INVALID


class WrongUsage(typer.TyperException):
    """The command was asked for something that does not exist."""

    exit_code = USAGE


class UnknownName(WrongUsage):
    """The message says where the names are that exist, so that no help need be named."""


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
        see = "" if isinstance(error, UnknownName) else help_of(app, arguments)
        return _complain(*complaint, see)
    if code == STOPPED:
        return _complain(NOTHING_LEFT, STOPPED)
    return code if isinstance(code, int) else 0


def help_of(app: typer.Typer, arguments: list[str]) -> str:
    """The help that tells more: of the command that was meant, if there is one."""
    meant: list[str] = []
    for word in arguments:
        groups = {each.name: each.typer_instance for each in app.registered_groups}
        if word not in (*groups, *_commands(app)):
            break
        meant.append(word)
        if (group := groups.get(word)) is None:
            break
        app = group
    return " ".join((COMMAND, *meant, "--help"))


def _commands(app: typer.Typer) -> list[str]:
    return [
        each.name or each.callback.__name__ for each in app.registered_commands if each.callback
    ]


def _explained(error: Exception) -> tuple[str, int] | None:
    """The line and the exit code; None for an error that nobody foresaw."""
    match error:
        case typer.TyperException():
            return _no_number(error) or error.format_message(), error.exit_code
        case UnknownArm():
            return str(error), USAGE
        case typer.Abort():
            return NOTHING_LEFT, STOPPED
        case OSError():
            return explain(error), INVALID
        case LabError():
            return "; ".join(filter(None, (str(error), error.advice))), INVALID
    return None


def _no_number(error: typer.TyperException) -> str:
    """What an option takes, where something else was given for a number; "" for other mistakes."""
    found = OPTION.match(error.format_message())
    mistakes: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    if not found or not mistakes or mistakes[0]["type"] not in NUMBERS:
        return ""
    return f"{found[1]} takes {NUMBERS[mistakes[0]['type']]}, not {mistakes[0]['input']!r}"


def explain(error: OSError) -> str:
    """One line for what the operating system refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full: {error.filename or _fullest()}; free some space and try again"
    place = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{place}"


def _fullest() -> Path:
    """Of the folders that the lab writes to, the one whose disk has the least room."""
    try:
        places = open_places()
    except LabError:
        return RUNS
    return fullest((places.state, places.cache, RUNS))


def _complain(message: str, code: int, help_command: str = "") -> int:
    line = " ".join(message.split()).rstrip(".")
    see = " See" if line.endswith("?") else "; see"
    hint = f"{see} {help_command}" if code == USAGE and help_command else ""
    with suppress(OSError):
        sys.stderr.write(f"{COMMAND}: {line}{hint}\n")
    return code


def _as_ctrl_c(_number: int, _frame: types.FrameType | None) -> None:
    raise KeyboardInterrupt
