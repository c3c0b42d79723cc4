"""What the supervisor needs to know about a process, as plain data that travels as JSON."""

import dataclasses
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

MARKER: Final = "CLEAVE_STACK"
"""Environment variable of every process of an arm: the arm's folder. What a kill -9 left is
found by it."""

State = Literal["starting", "ready", "waiting", "stopped", "done"]


@dataclass(frozen=True)
class Probe:
    """How to ask whether a process serves: HTTP 200 of a path, PostgreSQL's, Kafka's or AMQP's
    own handshake, or a TCP connection, which a process that stands still takes as well."""

    kind: Literal["http", "postgres", "kafka", "amqp", "tcp"]
    port: int
    path: str = "/"


@dataclass(frozen=True)
class ProcessSpec:
    """One process: what to run, when it counts as ready, and what it serves then."""

    name: str
    group: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    folder: str
    log: str
    probe: Probe | None = None
    serves: tuple[str, ...] = ()
    """Gateway clusters that send to the probe's port while the process is ready and not held."""
    held: bool = False
    """Whether it stays out of the gateway's endpoints, ready or not, until it is switched in."""
    memory_mb: int | None = None
    """Resident megabytes (10^6 bytes), its workers' included, above which it is killed."""
    stop_signal: int = signal.SIGTERM
    """Ends it in order."""
    abort_signal: int = signal.SIGKILL
    """Ends it at once when the arm's data goes with it."""
    grace_s: float = 10.0
    """How long an orderly end may take before SIGKILL, in seconds."""
    once: bool = False
    """A command that ends by itself; its exit code is its result."""
    user: int | None = None
    owner_group: int | None = None
    """Run as this user and group instead of the supervisor's (only root can)."""

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> "ProcessSpec":
        probe = data["probe"]
        return ProcessSpec(
            **{
                **data,
                "argv": tuple(data["argv"]),
                "serves": tuple(data["serves"]),
                "probe": Probe(**probe) if probe else None,
            }
        )


@dataclass(frozen=True)
class ProcessStatus:
    """How a process stands. `deaths` counts exits nobody asked for."""

    state: State
    pid: int | None
    deaths: int
    exit_code: int | None
    held: bool
    paused: bool
    log: str = field(repr=False)


def base_environment(folder: Path) -> dict[str, str]:
    """What every process of the arm in `folder` inherits from the lab: little, and its mark."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, MARKER: str(folder)}
