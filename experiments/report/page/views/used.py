"""What an arm used under a load, by kind of process."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from experiments.measure.cost import MIB
from experiments.measure.kinds import kind_of
from experiments.measure.observation import Loaded, Moment


@dataclass(frozen=True)
class Used:
    """Over the scored window: CPU by kind, in ms for each operation; mean memory by kind, in MiB,
    counted as `memory_kind` says; `rate` is operations offered a second; `replicas`, `databases`
    (servers) and open `connections` are those of all parts."""

    load: str
    rate: float
    cpu_ms: Mapping[str, float]
    memory_mib: Mapping[str, float]
    memory_kind: str
    replicas: int | None
    databases: int
    connections: int | None = None

    @property
    def cores(self) -> float:
        """Cores kept busy, on average."""
        return sum(self.cpu_ms.values()) * self.rate / 1000


def used(load: Loaded, replicas: Mapping[str, int] | None) -> Used:
    """`replicas` by part, where they are known."""
    operations = max(1, len(load.scored))
    first, last = load.usage[0].usage.groups, load.usage[-1].usage.groups
    cpu_ms: defaultdict[str, float] = defaultdict(float)
    for name, group in last.items():
        before_s = first[name].cpu_seconds if name in first else 0.0
        cpu_ms[kind_of(name)] += 1000 * (group.cpu_seconds - before_s) / operations
    return Used(
        load=load.name,
        rate=load.asked_per_s,
        cpu_ms=dict(cpu_ms),
        memory_mib=_memory(load.usage),
        memory_kind=load.usage[-1].usage.memory_kind,
        replicas=sum(replicas.values()) if replicas else None,
        databases=sum(kind_of(name) == "databases" for name in last),
        connections=max((each.connections for each in load.tables), default=None),
    )


def _memory(moments: Sequence[Moment]) -> dict[str, float]:
    held: defaultdict[str, list[float]] = defaultdict(list)
    for moment in moments:
        by_kind: defaultdict[str, int] = defaultdict(int)
        for name, group in moment.usage.groups.items():
            by_kind[kind_of(name)] += group.memory_bytes
        for kind, size in by_kind.items():
            held[kind].append(size / MIB)
    return {kind: fmean(sizes) for kind, sizes in held.items()}
