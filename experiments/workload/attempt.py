"""One operation while it happens: what is known of it so far, should it be cut off."""

from dataclasses import dataclass, field

from experiments.workload.schedule import Arrival
from experiments.workload.scoring import Answer, Order


@dataclass(frozen=True, slots=True)
class Look:
    """One read of a placed order; times count from the load's start."""

    order_id: str
    began_s: float
    ended_s: float
    answer: Answer


@dataclass(slots=True)
class Attempt:
    """`started_s` counts from the load's start, `waited_s` from the intended start to the answer;
    `polled_bytes` are the bodies of the looks at a placed order."""

    arrival: Arrival
    started_s: float
    waited_s: float
    answer: Answer = field(default_factory=lambda: Answer(0, error="stopped"))
    order: Order | None = None
    polled_bytes: int = 0
    looks: list[Look] = field(default_factory=list)

    @property
    def last_seen_s(self) -> float:
        """From the intended start until its client was last shown anything of it."""
        return self.looks[-1].ended_s - self.arrival.at_s if self.looks else self.waited_s

    @property
    def lag_ms(self) -> float:
        return 1000 * (self.started_s - self.arrival.at_s)
