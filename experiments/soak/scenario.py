"""A scenario as data: how much of it there is, and the act that carries it out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.topology import Topology

Size = TypeVar("Size")


@dataclass(frozen=True)
class Scenario(Generic[Size]):
    """`act` yields what was promised beyond the shop's being right, which is judged afterwards. It
    takes about `full_s` or `cut_s` seconds, on average of the arms. `broker_only` says why an arm
    without a broker has none of it, `messages_only` why one that sends no messages."""

    name: str
    act: Callable[[Ground, Size], Iterable[Finding]]
    full: Size
    cut: Size
    full_s: float
    cut_s: float
    broker_only: str = ""
    messages_only: str = ""

    def missing_on(self, topology: Topology) -> str:
        """Why the arm has none of it; "" where it has."""
        if not topology.sends and self.messages_only:
            return self.messages_only
        return "" if topology.broker else self.broker_only

    def seconds(self, is_cut: bool) -> float:
        return self.cut_s if is_cut else self.full_s

    def carried_out(self, ground: Ground, is_cut: bool) -> Iterable[Finding]:
        return self.act(ground, self.cut if is_cut else self.full)
