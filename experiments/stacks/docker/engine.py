"""The Docker engine of this machine: found, asked, and its refusals turned into one line.

Everything that the lab knows of the `docker` package is below this folder, and what the engine says
is a StackError before it leaves it.
"""

import contextlib
import errno
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import docker
import requests
from docker.errors import APIError, DockerException

from experiments.stacks.protocol import StackError

LEAST_API: Final = (1, 41)
"""Of Docker 20.10, the first that tells a container's usage without waiting for a second."""
PATIENCE_S: Final = 120.0
GONE: Final = (404, 409)
"""How it says that a container is not there, or does not run."""
USUAL_SOCKET: Final = "/var/run/docker.sock"


class NoEngine(StackError):
    """There is no engine that this user can use; the message names what mends it."""


@dataclass(frozen=True)
class Engine:
    """`api` is the low-level client: what it returns is the engine's own JSON."""

    api: Any
    version: str
    groups_by_systemd: bool
    can_limit_cpu: bool


def open_engine() -> Engine:
    """The engine that `docker` itself would use. Raises NoEngine."""
    host = os.environ.get("DOCKER_HOST", "")
    if host and not host.startswith("unix://"):
        raise NoEngine(
            f"the engine at {host} may be on another machine, and the lab shares folders with its"
            " containers: unset DOCKER_HOST"
        )
    path = host.removeprefix("unix://") or USUAL_SOCKET
    try:
        reach(path)
        api = docker.from_env(version="auto", timeout=PATIENCE_S).api
        said, info = api.version(), api.info()
    except (DockerException, requests.RequestException, OSError) as error:
        raise NoEngine(_why_not(error, path)) from error
    _require_new(str(said["Version"]), str(said["ApiVersion"]))
    return Engine(
        api=api,
        version=str(said["Version"]),
        groups_by_systemd=info.get("CgroupDriver") == "systemd",
        can_limit_cpu=bool(info.get("CpuCfsQuota")),
    )


def reach(path: str) -> None:
    """The package would leave its socket open where nobody answers. Raises OSError."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(PATIENCE_S)
        probe.connect(path)


def _require_new(version: str, api: str) -> None:
    found = tuple(int(number) for number in api.split("."))
    if found < LEAST_API:
        raise NoEngine(f"Docker {version} is too old: install Docker 20.10 or newer")


def _why_not(error: BaseException, socket: str) -> str:
    """What stands in the way, told by the error that began it all."""
    causes = list(_causes(error))
    numbers = {each.errno for each in causes if isinstance(each, OSError)}
    if numbers & {errno.EACCES, errno.EPERM}:
        return (
            f"no permission to use the Docker engine at {socket}:"
            " `sudo usermod -aG docker $USER`, then log in again"
        )
    if numbers & {errno.ENOENT, errno.ECONNREFUSED}:
        return f"no Docker engine answers at {socket}: `sudo systemctl start docker` starts it"
    return f"the Docker engine at {socket} cannot be used: {told(error)}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, those it came from, and those that libraries hand on as an argument."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [each.__cause__, each.__context__]
        handed = [inner for argument in each.args for inner in _within(argument)]
        waiting += [inner for inner in handed if isinstance(inner, BaseException)]


def _within(argument: object) -> tuple[object, ...]:
    """Urllib3 hands a pair on: what it says, and the error."""
    return argument if isinstance(argument, tuple) else (argument,)


def told(error: BaseException) -> str:
    """One line of what the engine or the way to it said."""
    said = getattr(error, "explanation", None) or error
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split()) or type(error).__name__


@contextlib.contextmanager
def asking(what: str) -> Iterator[None]:
    """Turns what the engine refuses inside the block into a StackError that begins with `what`."""
    try:
        yield
    except (DockerException, requests.RequestException) as error:
        raise StackError(f"{what}: {told(error)}") from error


@contextlib.contextmanager
def unless_gone() -> Iterator[None]:
    """Lets pass that a container has died, or is no more; what else is refused is raised."""
    try:
        yield
    except APIError as error:
        if error.status_code not in GONE:
            raise
