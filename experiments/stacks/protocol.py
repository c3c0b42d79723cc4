"""What an experiment may ask of the place where an arm runs.

Everything is named by part and replica; the local stack, and later Docker and Kubernetes,
answer the same questions, so that no experiment knows which of them it runs on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from experiments.errors import LabError
from experiments.topology import Topology


class StackError(LabError):
    """The stack cannot do what was asked; the message is one line a person can act on."""


@dataclass(frozen=True)
class Replica:
    """The `index`-th replica of a part, counted from 1."""

    part: str
    index: int


@dataclass(frozen=True)
class Database:
    """The database server of a part."""

    part: str


@dataclass(frozen=True)
class Broker:
    """The arm's message broker."""


@dataclass(frozen=True)
class Gateway:
    """The proxy before the arm."""


Target = Replica | Database | Broker | Gateway


@dataclass(frozen=True)
class GroupUsage:
    """One group of processes: a part's replicas, a database, the broker or the gateway."""

    cpu_seconds: float
    memory_bytes: int


@dataclass(frozen=True)
class Usage:
    """What the arm has used since it started.

    `cpu_seconds` counts living and dead processes, user and system time; it never shrinks.
    `memory_bytes` is what the living hold now, by `memory_kind`: "pss" shares common pages
    out among their holders, "rss" (where the system has no pss) counts them for each.
    """

    cpu_seconds: float
    memory_bytes: int
    memory_kind: str
    groups: Mapping[str, GroupUsage]


class Stack(Protocol):
    """One arm, from fresh data to nothing left. Every method may raise StackError."""

    @property
    def topology(self) -> Topology: ...

    @property
    def gateway_url(self) -> str:
        """Where clients reach the arm, without a trailing slash."""
        ...

    def start(self) -> None:
        """Fresh data and fresh processes; returns when all are healthy and pinned."""
        ...

    def stop(self) -> None:
        """Ends every process and removes their data. Harmless when nothing runs."""
        ...

    def kill(self, target: Target) -> None:
        """SIGKILL, as an accident would; the restart rule of the budget brings it back."""
        ...

    def restart(self, target: Target) -> None:
        """Ends it in order and starts it again at once; returns when it is healthy."""
        ...

    def usage(self) -> Usage:
        """CPU and memory by group; see Usage."""
        ...

    def audit_url(self, feature: str) -> str:
        """A read-only SQLAlchemy URL of the database that holds the feature's tables."""
        ...

    def wait_healthy(self, deadline_s: float) -> None:
        """Returns when every process is healthy, and resets all restart delays."""
        ...

    def save_logs(self, folder: Path) -> None:
        """Copies the processes' logs into `folder`, which may exist."""
        ...
