"""An arm that does not exist: the Stack protocol in memory, held to the same contract test."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from experiments.artefacts.release import BASE, Artefact, Release
from experiments.stacks.protocol import (
    SWITCHES,
    Broker,
    Database,
    Deployment,
    GroupUsage,
    Link,
    Replica,
    StackError,
    Target,
    Usage,
    require_percent,
    require_quota,
)
from experiments.topology import Part, Topology


@dataclass
class FakeStack:
    """`refuses` is what start() says instead of starting; the lists tell what was asked so far.

    While a feature burns CPU, the arm takes `dearer` times as much. A release whose name is in
    `broken` does not come up. `acts` are the lines that the wrapper of a feature notes as soon as
    it is switched on. Who was killed, to rise again or not, does not answer at the first look. A
    database whose disk is full is one that is down.
    """

    topology: Topology
    refuses: str = ""
    running: bool = False
    starts: int = 0
    killed: list[Target] = field(default_factory=list)
    paused: list[Target] = field(default_factory=list)
    down: list[Target] = field(default_factory=list)
    only_read: set[str] = field(default_factory=set)
    full: set[str] = field(default_factory=set)
    rising: set[Target] = field(default_factory=set)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    deployed: list[tuple[str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    acts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    switches: dict[str, Mapping[str, object]] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)
    sampled: list[int | None] = field(default_factory=list)
    cpu_seconds: float = 0.0
    dearer: float = 1.25
    _replicas: dict[str, int] = field(default_factory=dict)
    _artefacts: dict[str, Artefact] = field(default_factory=dict)
    _fired: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.topology.gateway_port}"

    def start(self, release: Release = BASE) -> None:
        if self.refuses:
            raise StackError(self.refuses)
        self.running = True
        self.starts += 1
        self.cpu_seconds = 1.0
        self._replicas = {part.name: part.replicas for part in self.topology.parts}
        self._artefacts = {part.name: artefact(part, release) for part in self.topology.parts}
        self.switches, self.limits, self._fired = {}, {}, {}
        self.sampled = []
        self.paused, self.down, self.only_read, self.rising = [], [], set(), set()
        self.links, self.full = {}, set()

    def stop(self) -> None:
        self.running = False

    def kill(self, target: Target, stays_down: bool = False) -> None:
        self.resume(target)
        self.killed.append(target)
        self.rising.add(target)
        if stays_down and target not in self.down:
            self.down.append(target)

    def pause(self, target: Target) -> None:
        self._find(target)
        self.paused.append(target)

    def resume(self, target: Target) -> None:
        self._find(target)
        self.paused = [each for each in self.paused if each != target]

    def restart(self, target: Target) -> None:
        self.resume(target)
        self.down = [each for each in self.down if each != target]

    def answers(self, target: Target) -> bool:
        self._find(target)
        if target in self.rising:
            self.rising.remove(target)
            return False
        full = isinstance(target, Database) and target.part in self.full
        return not full and target not in (*self.paused, *self.down)

    def read_only(self, part: str, on: bool) -> None:
        if not self.answers(Database(part)):
            raise StackError(f"the database of {part} takes no orders: it is down")
        (self.only_read.add if on else self.only_read.discard)(part)

    def disk_full(self, part: str, full: bool) -> None:
        (self.full.add if full else self.full.discard)(self._part(part).name)

    def writable(self, part: str) -> bool:
        return self.answers(Database(part)) and part not in self.only_read

    def link(self, caller: str, feature: str, link: Link | None) -> None:
        self._part(caller)
        self.links.pop((caller, feature), None)
        if link is not None:
            self.links[caller, feature] = link

    def inside_url(self, caller: str) -> str:
        self._part(caller)
        return self.gateway_url

    def replica_urls(self, part: str) -> tuple[str, ...]:
        return (self.gateway_url,) * self.replicas(part)

    def scale(self, part: str, replicas: int) -> None:
        self._part(part)
        if replicas < 1:
            raise StackError(f"{part} needs at least one replica, not {replicas}")
        self._replicas[part] = replicas

    def deploy(self, part: str, release: Release) -> Deployment:
        before = self.artefact_of(part)
        if release.name in self.broken:
            raise StackError(f"{part} stays at {before.release}: {part}-2 died at start")
        self._artefacts[part] = artefact(self._part(part), release)
        self.deployed.append((part, release.name))
        return Deployment(self._artefacts[part], 0.1, 0.2, 1.0, 1.1, 1.2)

    def replicas(self, part: str) -> int:
        return self._replicas[self._part(part).name]

    def artefact_of(self, part: str) -> Artefact:
        return self._artefacts[self._part(part).name]

    def switch(self, feature: str, setting: Mapping[str, object] | None) -> None:
        self._need_feature(feature)
        if setting is None:
            self.switches.pop(feature, None)
            return
        self.switches[feature] = setting
        self._fired[feature] = self._fired.get(feature, ()) + tuple(self.acts.get(feature, ()))

    def fired(self, feature: str) -> tuple[str, ...]:
        self._need_feature(feature)
        return self._fired.get(feature, ())

    def limit_cpu(self, part: str, cores: float | None) -> None:
        require_quota(cores)
        self.limits.pop(self._part(part).name, None)
        if cores is not None:
            self.limits[part] = cores

    def sample_traces(self, percent: int | None) -> None:
        self._need_running()
        require_percent(percent)
        self.sampled.append(percent)

    def usage(self) -> Usage:
        self._need_running()
        burns = any(setting.get("fault") == "cpu" for setting in self.switches.values())
        self.cpu_seconds += 0.5 * (self.dearer if burns else 1)
        names = [part.name for part in self.topology.parts]
        share = GroupUsage(self.cpu_seconds / len(names), 100_000_000 // len(names))
        groups = dict.fromkeys(names, share)
        memory = sum(group.memory_bytes for group in groups.values())
        return Usage(self.cpu_seconds, memory, "pss", groups)

    def audit_url(self, feature: str) -> str:
        part = self.topology.part_of(feature).name
        self._need_running()
        return f"postgresql+psycopg://auditor:secret@127.0.0.1:5432/{part}"

    def wait_healthy(self, deadline_s: float) -> None:
        self._need_running()
        self.rising.clear()
        for target in self.paused:
            raise StackError(f"{target} was not ready in {deadline_s:.0f} s: it is paused")
        for target in self.down:
            raise StackError(f"{target} was not ready in {deadline_s:.0f} s: it is down")
        for part in self.full:
            raise StackError(f"{part}.database was not ready in {deadline_s:.0f} s: no room")

    def save_logs(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self.running:
            (folder / "gateway.log").write_text("all is well\n", encoding="utf-8")

    def _need_running(self) -> None:
        if not self.running:
            raise StackError(f"{self.topology.name} is not running")

    def _need_feature(self, feature: str) -> None:
        self._need_running()
        if feature not in SWITCHES:
            raise StackError(f"no feature is named {feature!r}")

    def _part(self, name: str) -> Part:
        self._need_running()
        for part in self.topology.parts:
            if part.name == name:
                return part
        raise StackError(f"{self.topology.name} has no part named {name!r}")

    def _find(self, target: Target) -> None:
        """StackError for a target that the arm does not have."""
        self._need_running()
        match target:
            case Replica(part, index):
                known = 1 <= index <= self.replicas(part)
            case Database(part):
                known = bool(self._part(part))
            case Broker():
                known = self.topology.broker
            case _:
                known = True
        if not known:
            raise StackError(f"{self.topology.name} has no {target}")


def artefact(part: Part, release: Release) -> Artefact:
    """An artefact whose digest depends on the changes of the part's own features alone."""
    content = f"{part.name} {release.of(part.features)}"
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Artefact(part.name, release.name, digest, Path("/artefacts") / f"{part.name}-{digest}")
