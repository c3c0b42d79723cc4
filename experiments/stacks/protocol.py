"""What an experiment may ask of the place where an arm runs.

Everything is named by part and replica; the local stack, and later Docker and Kubernetes,
answer the same questions, so that no experiment knows which of them it runs on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal, Protocol

from experiments.artefacts.release import BASE, Artefact, Release
from experiments.errors import LabError
from experiments.topology import FEATURES, Topology


class StackError(LabError):
    """The stack cannot do what was asked; the message is one line a person can act on."""


class Ability(StrEnum):
    """What not every stack can do on every machine. An experiment says what it needs of these,
    and a lab what its stacks lack, so that nothing fails in mid run."""

    CPU_QUOTA = "CPU quota"
    PAUSE = "pause"
    READ_ONLY = "read-only database"
    LINKS = "links between parts"
    DISK_FULL = "full disk"
    RABBITMQ = "RabbitMQ"


def bus_of(feature: str) -> str:
    """The switch of what hands messages over to the feature."""
    return f"{feature}.bus"


def clock_of(feature: str) -> str:
    """The switch of the clock that the feature has from its replicas."""
    return f"{feature}.clock"


SWITCHES: Final = (*FEATURES, *map(bus_of, FEATURES), *map(clock_of, FEATURES))


@dataclass(frozen=True)
class Link:
    """The network by which one part asks another. `delay_ms` comes before each request; a link that
    is `cut` by "reset" refuses it at once, one cut by "silence" never says anything."""

    delay_ms: float = 0.0
    cut: Literal["", "reset", "silence"] = ""


LEAST_QUOTA: Final = 0.01
"""Cores; the kernel has no smaller one."""


def require_quota(cores: float | None) -> None:
    """StackError for a quota that is none."""
    if cores is not None and not cores >= LEAST_QUOTA:
        raise StackError(f"a CPU quota is {LEAST_QUOTA:g} cores at least, not {cores:g}")


def require_percent(percent: int | None) -> None:
    """StackError for a share of traces that is none."""
    if percent is not None and not 0 <= percent <= 100:
        raise StackError(f"a share of traces lies between 0 and 100 percent, not at {percent}")


@dataclass(frozen=True)
class Replica:
    """The `index`-th of the replicas that a part has now, counted from 1."""

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
    out among their holders, "rss" (where the system has no pss) counts them for each, "cgroup" is
    what the kernel charges to containers.
    """

    cpu_seconds: float
    memory_bytes: int
    memory_kind: str
    groups: Mapping[str, GroupUsage]


@dataclass(frozen=True)
class Deployment:
    """A deploy that has been made: of what, and when each stage was over, in seconds since the
    command. From `switched_s` on no new request reaches an old replica."""

    artefact: Artefact
    built_s: float
    migrated_s: float
    healthy_s: float
    switched_s: float
    drained_s: float


class Stack(Protocol):
    """One arm, from fresh data to nothing left. Every method may raise StackError."""

    @property
    def topology(self) -> Topology: ...

    @property
    def gateway_url(self) -> str:
        """Where clients reach the arm, without a trailing slash."""
        ...

    def start(self, release: Release = BASE) -> None:
        """Fresh data and fresh processes of a release; returns when all are healthy and pinned.
        What an earlier start knew of switches, scale and releases is forgotten."""
        ...

    def stop(self) -> None:
        """Ends every process and removes their data. Harmless when nothing runs."""
        ...

    def kill(self, target: Target, stays_down: bool = False) -> None:
        """SIGKILL, as an accident would; the restart rule of the budget brings it back, unless it
        `stays_down` until `restart`. It is not healthy meanwhile."""
        ...

    def restart(self, target: Target) -> None:
        """Ends it in order and starts it again at once; returns when it is healthy."""
        ...

    def pause(self, target: Target) -> None:
        """SIGSTOP to the process and its workers. A replica keeps its share of the requests, as
        one does that hangs: a readiness probe of Kubernetes would need 30 s, by default, to
        take it out. kill, restart and stop work on it; it is not healthy."""
        ...

    def resume(self, target: Target) -> None:
        """SIGCONT; harmless when it was not paused."""
        ...

    def answers(self, target: Target) -> bool:
        """Whether a client of the target itself is served now, whatever stands before it: a replica
        says that it is ready, a database asks for a password, the broker names its versions. Asked
        for a second at most; one that is down or paused does not answer."""
        ...

    def read_only(self, part: str, on: bool) -> None:
        """Whether transactions that begin on the part's database from now on may only read. It
        keeps that over a restart. Needs Ability.READ_ONLY; StackError without, and while the
        database is down."""
        ...

    def disk_full(self, part: str, full: bool) -> None:
        """Whether the disk of the part's database has no room from now on: it stops, and does not
        start again before there is some, but then at once. Needs Ability.DISK_FULL; StackError
        without."""
        ...

    def writable(self, part: str) -> bool:
        """Whether a transaction of the part's own role can write now, tried by one that leaves
        nothing in the tables; False, too, where it cannot even begin."""
        ...

    def link(self, caller: str, feature: str, link: Link | None) -> None:
        """How requests of the part `caller` reach the feature from now on; None: as ever. Needs
        Ability.LINKS; StackError without. A gateway that is started anew knows nothing of it."""
        ...

    def inside_url(self, caller: str) -> str:
        """Where the part `caller` asks others, without a trailing slash."""
        ...

    def replica_urls(self, part: str) -> tuple[str, ...]:
        """Where each replica of the part is asked by itself, past the gateway, without a trailing
        slash: for what is no business of clients."""
        ...

    def scale(self, part: str, replicas: int) -> None:
        """Returns when so many replicas serve. New ones start on the arm's own cores and are
        sent requests when all of them are started; those too many are sent none, finish what
        they have, and end in order."""
        ...

    def deploy(self, part: str, release: Release) -> Deployment:
        """Blue/green: builds the release's artefact, runs its migrations on the running
        database, starts as many replicas as the part has beside them, and once these are started
        sends all requests to them at once; then the old ones finish and end in order. They are
        the part's replicas from then on.

        A rollback is a deploy of the former release; what a migration added stays. When it
        fails, or is interrupted, before the switch, the old replicas go on and nothing is left
        of the new."""
        ...

    def replicas(self, part: str) -> int:
        """How many replicas the part has now."""
        ...

    def artefact_of(self, part: str) -> Artefact:
        """What the part's replicas run now."""
        ...

    def switch(self, feature: str, setting: Mapping[str, object] | None) -> None:
        """Tells the wrapper that a release put around a feature, its bus or its clock (see `bus_of`
        and `clock_of`) what to do; None: nothing. Replicas that start later obey as well."""
        ...

    def fired(self, feature: str) -> tuple[str, ...]:
        """What the feature's wrappers have noted since the start, a line for each act."""
        ...

    def limit_cpu(self, part: str, cores: float | None) -> None:
        """No replica of the part gets more CPU than `cores` (0.1 is a tenth of one), those that
        start later included; None lifts it. Needs Ability.CPU_QUOTA; StackError without."""
        ...

    def sample_traces(self, percent: int | None) -> None:
        """Puts as many new replicas of the same artefacts in the place of all there are, as a
        deploy does: such as record so many percent of what clients ask for as traces; None: as
        many as the arm was started with. If it fails before the switch, the old ones go on."""
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
