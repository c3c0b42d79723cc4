"""What was seen of one experiment on one arm: loads with their samples, and what was done when.

All moments are seconds on the machine's monotonic clock, so that loads, steps and readings of
the arm's usage can be laid over one another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from experiments.errors import LabError
from experiments.stacks.protocol import Usage
from experiments.workload.plan import LoadPlan
from experiments.workload.samples import Sample


class NothingSeen(LabError):
    """The observation holds no such load or step."""


@dataclass(frozen=True)
class Mark:
    """A step and when it began and was done. `kind` is the step's class, in small letters;
    `about` names what it was done to. `building_s` are the seconds that building artefacts took
    of it, `deploys` how many parts were deployed by it."""

    kind: str
    about: str
    began_s: float
    done_s: float
    building_s: float = 0.0
    deploys: int = 0


@dataclass(frozen=True)
class Moment:
    """What the arm had used by then."""

    at_s: float
    usage: Usage


@dataclass(frozen=True)
class Tables:
    """What a survey of the arm's databases found: orders that were not yet settled and notified,
    and connections that the arm had open, on all servers together. `active_s` is how long their
    sessions have been at statements since the start, waits included: it only grows, and each
    session tells it once a second."""

    unfinished: int
    connections: int
    active_s: float = 0.0


@dataclass(frozen=True)
class Loaded:
    """One load: `samples` count from `began_s`. `usage` covers the scored window: its first
    reading is from the window's start, its last from after the last answer. `tables` are from the
    window's start and end, or empty where nobody surveyed them."""

    name: str
    plan: LoadPlan
    began_s: float
    samples: tuple[Sample, ...]
    usage: tuple[Moment, ...]
    tables: tuple[Tables, ...] = ()

    def between(self, start_s: float, end_s: float) -> tuple[Sample, ...]:
        """The operations meant to start within [start_s, end_s), monotonic."""
        low, high = start_s - self.began_s, end_s - self.began_s
        return tuple(one for one in self.samples if low <= one.intended_s < high)

    @property
    def scored(self) -> tuple[Sample, ...]:
        return self.between(self.window_s[0], self.window_s[1])

    @property
    def asked_per_s(self) -> float:
        """Operations as planned or, of a closed loop, as they came."""
        plan = self.plan
        return len(self.scored) / plan.seconds if plan.clients else plan.rate

    @property
    def window_s(self) -> tuple[float, float]:
        """When the scored window began and ended, monotonic."""
        return self.began_s + self.plan.warmup_s, self.began_s + self.plan.total_s


@dataclass(frozen=True)
class Observation:
    """`start_s` is how long the arm took to start; `facts` are the answers of probes, and
    `replicas` how many of each part served each load, by the load's name. `unheld` are the loads
    for which the pilot found no number of replicas that held them. `idle` is what the arm used
    while nobody asked for anything, empty where it was not watched then."""

    start_s: float
    loads: tuple[Loaded, ...]
    marks: tuple[Mark, ...] = ()
    facts: Mapping[str, float] = field(default_factory=dict)
    replicas: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unheld: tuple[str, ...] = ()
    idle: tuple[Moment, ...] = ()

    def load(self, name: str = "") -> Loaded:
        """The load of this name, or the first. Raises NothingSeen."""
        for one in self.loads:
            if not name or one.name == name:
                return one
        raise NothingSeen(f"the experiment ran no load named {name!r}")

    def mark(self, kind: str, about: str = "") -> Mark:
        """The first step of this kind. Raises NothingSeen."""
        for one in self.marks:
            if one.kind == kind and about in ("", one.about):
                return one
        raise NothingSeen(f"the experiment did no {kind} {about}".rstrip())

    def after(self, mark: Mark) -> float:
        """When the next disturbance began, or the load ended: until then the mark's effect is
        seen alone."""
        ends = [one.window_s[1] for one in self.loads if one.began_s <= mark.began_s]
        later = [one.began_s for one in self.marks if one.began_s > mark.began_s]
        return min([*later, *ends[-1:]])
