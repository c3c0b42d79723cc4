"""Reads budget.toml: cores, memory, pools, timeouts and retries, equal in total for both arms.

A missing or unknown key stops the lab with the key's name, so that no arm ever runs with a
silent default.
"""

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

from experiments.errors import LabError
from shared_domain.kernel.protections import Protections

BUDGET_FILE: Final = Path(__file__).with_name("budget.toml")
NAMED: Final = "experiments/budget.toml"


class BudgetError(LabError):
    """budget.toml lacks a key, has one too many, or a value of the wrong kind."""


@dataclass(frozen=True)
class Cores:
    lab: int


@dataclass(frozen=True)
class Database:
    """Totals of an arm; `per_server` splits them."""

    shared_buffers_mb: int
    connections: int
    idle_in_transaction_ms: int
    lock_timeout_ms: int

    def per_server(self, servers: int) -> "Database":
        """The share of one of `servers` equal servers."""
        return dataclasses.replace(
            self,
            shared_buffers_mb=self.shared_buffers_mb // servers,
            connections=self.connections // servers,
        )


@dataclass(frozen=True)
class Replica:
    """Of each replica; `connections` is the most it opens, `memory_mb` counts 10^6 bytes. A part
    is never scaled beyond `most` of them. `threads` are the worker slots of one feature;
    `http_threads` take requests in, and most of those only wait for a slot."""

    pool: int
    connections: int
    threads: int
    http_threads: int
    most: int
    memory_mb: int


@dataclass(frozen=True)
class Broker:
    heap_min_mb: int
    heap_max_mb: int
    session_timeout_ms: int
    heartbeat_ms: int


@dataclass(frozen=True)
class Timeouts:
    client_ms: int
    gateway_ms: int
    connect_ms: int
    outside_ms: int
    remote_ms: int


@dataclass(frozen=True)
class Retries:
    attempts: int
    base_ms: int
    max_ms: int
    budget_percent: float
    budget_floor: int


@dataclass(frozen=True)
class Containers:
    """Limits of the compose files, in 10^6 bytes and cores; `database_mb` is an arm's total. The
    lab's own containers have those of broker and gateway, too."""

    database_mb: int
    gateway_mb: int
    broker_mb: int
    replica_cpus: float


@dataclass(frozen=True)
class Restarts:
    """Wait `first_s`, then twice as long each time up to `limit_s`; a life of `good_after_s`
    starts over. Seconds."""

    first_s: float
    limit_s: float
    good_after_s: float


@dataclass(frozen=True)
class Work:
    scoring_rounds: int


@dataclass(frozen=True)
class Seeing:
    """`trace_percent` of what clients ask for is recorded as traces, 0 to 100. Spans go to the
    collector at the address `spans_to`; where it is "", each replica writes them beside its log.
    With `annotate`, what is done to an arm is told to the backends of the compose files."""

    trace_percent: int
    spans_to: str = ""
    annotate: bool = False


@dataclass(frozen=True)
class Budget:
    cores: Cores
    database: Database
    replica: Replica
    broker: Broker
    timeouts: Timeouts
    retries: Retries
    resilience: Protections
    containers: Containers
    restarts: Restarts
    work: Work
    seeing: Seeing


def load_budget(path: Path = BUDGET_FILE) -> Budget:
    """The budget in `path`; BudgetError names the key that is missing, unknown or wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BudgetError(f"{NAMED}: {error}") from None
    return _build(Budget, table, where="")


_Table = TypeVar("_Table")


def _build(kind: type[_Table], table: dict[str, Any], where: str) -> _Table:
    kinds = get_type_hints(kind)
    for name in sorted(table.keys() - kinds.keys()):
        raise BudgetError(f"{NAMED}: unknown key {where}{name}")
    values = {name: _value(kinds[name], table, name, where) for name in kinds}
    return kind(**values)


def _value(kind: type, table: dict[str, Any], name: str, where: str) -> object:
    if name not in table:
        raise BudgetError(f"{NAMED}: missing key {where}{name}")
    value = table[name]
    if dataclasses.is_dataclass(kind):
        if not isinstance(value, dict):
            raise BudgetError(f"{NAMED}: {where}{name} must be a table")
        return _build(kind, value, where=f"{where}{name}.")
    if type(value) is not kind:
        raise BudgetError(f"{NAMED}: {where}{name} must be of kind {kind.__name__}")
    return value
