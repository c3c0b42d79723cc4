"""An arm that does not exist: the Stack protocol in memory, held to the same contract test."""

from dataclasses import dataclass, field
from pathlib import Path

from experiments.stacks.protocol import (
    Broker,
    Database,
    GroupUsage,
    Replica,
    StackError,
    Target,
    Usage,
)
from experiments.topology import Topology


@dataclass
class FakeStack:
    """`refuses` is what start() says instead of starting; `killed` are the targets so far."""

    topology: Topology
    refuses: str = ""
    running: bool = False
    starts: int = 0
    killed: list[Target] = field(default_factory=list)
    cpu_seconds: float = 0.0

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.topology.gateway_port}"

    def start(self) -> None:
        if self.refuses:
            raise StackError(self.refuses)
        self.running = True
        self.starts += 1
        self.cpu_seconds = 1.0

    def stop(self) -> None:
        self.running = False

    def kill(self, target: Target) -> None:
        self._find(target)
        self.killed.append(target)

    def restart(self, target: Target) -> None:
        self._find(target)

    def usage(self) -> Usage:
        self._need_running()
        self.cpu_seconds += 0.5
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

    def save_logs(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self.running:
            (folder / "gateway.log").write_text("all is well\n", encoding="utf-8")

    def _need_running(self) -> None:
        if not self.running:
            raise StackError(f"{self.topology.name} is not running")

    def _find(self, target: Target) -> None:
        """StackError for a target that the arm does not have."""
        self._need_running()
        parts = {part.name: part for part in self.topology.parts}
        match target:
            case Replica(part, index):
                known = part in parts and 1 <= index <= parts[part].replicas
            case Database(part):
                known = part in parts
            case Broker():
                known = self.topology.broker
            case _:
                known = True
        if not known:
            raise StackError(f"{self.topology.name} has no {target}")
