"""Folders of the local stack, and who may enter them.

State (sockets, data, logs of running arms) and caches (templates, jars) are private to the
user. Only for root they are passable for others, since PostgreSQL then runs as `nobody`.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.stacks.protocol import StackError

REPOSITORY: Final = Path(__file__).resolve().parents[3]
SOCKET_PATH_LIMIT: Final = 100
"""Bytes; the kernel's limit for a Unix socket's path is 108 on Linux, 104 on macOS."""


@dataclass(frozen=True)
class Places:
    """Where the stack keeps things: `state` of running arms, `cache` of what can be rebuilt."""

    state: Path
    cache: Path

    def arm(self, name: str) -> Path:
        """The folder of a running arm; gone when nothing runs."""
        return self.state / name

    def lock(self, name: str) -> Path:
        """Held while an arm is being started or cleared, or the whole lab is in use."""
        return self.state / f"{name}.lock"

    def failed(self, name: str) -> Path:
        """Logs of the arm's last start that failed."""
        return self.state / f"{name}-failed"


def running_as_root() -> bool:
    return os.geteuid() == 0


def open_places(environment: Mapping[str, str] | None = None) -> Places:
    """Makes and checks both folders; StackError when one is not ours alone."""
    variables = os.environ if environment is None else environment
    usual = f"/var/tmp/cleave-{os.geteuid()}"  # noqa: S108 - _own_folder refuses another's
    state = Path(variables.get("CLEAVE_STATE") or usual).absolute()
    longest = state / "services" / "supervisor.sock"
    if len(os.fsencode(longest)) > SOCKET_PATH_LIMIT:
        raise StackError(f"the state folder's path is too long for a Unix socket: {state}")
    _own_folder(state)
    cache = state / "cache" if running_as_root() else _user_cache(variables)
    _own_folder(cache)
    return Places(state=state, cache=cache)


def _user_cache(variables: Mapping[str, str]) -> Path:
    base = variables.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "cleave"


def _own_folder(folder: Path) -> None:
    mode = 0o711 if running_as_root() else 0o700
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise StackError(f"cannot use the folder {folder}: {error.strerror}") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise StackError(f"{folder} is not a folder of this user: set CLEAVE_STATE to another")
    if found.st_mode & 0o022:
        raise StackError(f"{folder} can be written by others: chmod go-w it, or set CLEAVE_STATE")
    if stat.S_IMODE(found.st_mode) != mode:
        folder.chmod(mode)
