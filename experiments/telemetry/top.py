"""How an arm is doing, part by part: from two looks at it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from experiments.telemetry.look import Look
from experiments.telemetry.rates import Grown, Replicas, highest, increases, quantile, total
from experiments.telemetry.remarks import remarks

REQUESTS = "cleave_http_request_duration_seconds"
DATABASES = "databases"
SERVERS = (DATABASES, "broker", "gateway")
INDEX = re.compile(r"-[0-9]+\Z")


@dataclass(frozen=True)
class Served:
    """Requests a second; the share of them that failed by the server's fault (5xx); the 95th
    percentile of the time to answer. None is what is not known."""

    per_s: float | None = None
    failed: float | None = None
    p95_ms: float | None = None


@dataclass(frozen=True)
class Row:
    """A part, or servers of one kind. None is what is not known, or not had. `cpu` counts cores,
    `pool` connections in use and the most there may be."""

    name: str
    ready: int
    processes: int
    deaths: int
    cpu: float | None
    memory_bytes: int
    served: Served = Served()
    pool: tuple[float, float] | None = None
    outbox_age_s: float | None = None
    lag: float | None = None


@dataclass(frozen=True)
class ArmNow:
    """`remarks` are what no column has: open sagas, breakers that are not closed, what was lost."""

    arm: str
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]


def arm_now(before: Look | None, after: Look) -> ArmNow:
    """Rates are over the time between the looks; without a first one there are none."""
    parts = [_part(part.name, before, after) for part in after.topology.parts]
    servers = [_server(kind, before, after) for kind in SERVERS]
    rows = (*parts, *(row for row in servers if row.processes))
    replicas = {port: one for part in after.metrics.values() for port, one in part.items()}
    return ArmNow(after.topology.name, rows, tuple(remarks(replicas)))


def _part(name: str, before: Look | None, after: Look) -> Row:
    mine = [process for process in after.processes if INDEX.sub("", process) == name]
    now = after.metrics.get(name, {})
    return Row(
        *_standing(name, mine, after),
        cpu=_cpu([name], before, after),
        memory_bytes=_memory([name], after),
        served=_served(name, before, after) if before else Served(),
        pool=_pool(now),
        outbox_age_s=highest(now, "cleave_outbox_age_seconds"),
        lag=total(now, "cleave_consumer_lag_messages"),
    )


def _server(kind: str, before: Look | None, after: Look) -> Row:
    mine = [name for name in after.processes if kind in (name, _kind(name))]
    cpu, memory_bytes = _cpu(mine, before, after), _memory(mine, after)
    return Row(*_standing(kind, mine, after), cpu=cpu, memory_bytes=memory_bytes)


def _kind(process: str) -> str:
    return DATABASES if process.endswith(".database") else ""


def _standing(name: str, processes: Iterable[str], look: Look) -> tuple[str, int, int, int]:
    """Those that wait to be switched in are not counted."""
    statuses = [look.processes[process] for process in processes]
    mine = [status for status in statuses if not status.held]
    ready = sum(status.state == "ready" and not status.paused for status in mine)
    return name, ready, len(mine), sum(status.deaths for status in mine)


def _served(name: str, before: Look, after: Look) -> Served:
    were, now = before.metrics.get(name, {}), after.metrics.get(name, {})
    if not were.keys() & now.keys():
        return Served()
    grown = increases(were, now, f"{REQUESTS}_count")
    count = _sum(grown)
    failed = _sum([each for each in grown if dict(each[0]).get("status", "").startswith("5")])
    p95_s = quantile(0.95, increases(were, now, f"{REQUESTS}_bucket"))
    return Served(
        per_s=count / (after.at_s - before.at_s),
        failed=failed / count if count else None,
        p95_ms=None if p95_s is None else 1000 * p95_s,
    )


def _sum(grown: Grown) -> float:
    return sum(more for _, more in grown)


def _cpu(groups: Iterable[str], before: Look | None, after: Look) -> float | None:
    """Cores; an arm that was started anew between the looks has used nothing."""
    if before is None:
        return None
    used_s = sum(_used_s(after, name) - _used_s(before, name) for name in groups)
    return max(0.0, used_s / (after.at_s - before.at_s))


def _used_s(look: Look, group: str) -> float:
    return look.usage[group].cpu_seconds if group in look.usage else 0.0


def _memory(groups: Iterable[str], look: Look) -> int:
    return sum(look.usage[name].memory_bytes for name in groups if name in look.usage)


def _pool(replicas: Replicas) -> tuple[float, float] | None:
    used = total(replicas, "cleave_pool_connections_in_use")
    size = total(replicas, "cleave_pool_connections")
    return None if used is None or size is None else (used, size)
