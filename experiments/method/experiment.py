"""An experiment: a question, what is done, and what is measured. It names features only."""

from dataclasses import dataclass

from experiments.faults.fault import Fault
from experiments.faults.place import Place
from experiments.faults.target import missing_on, needs_of
from experiments.measure.metric import Metric
from experiments.method.steps import Limit, Load, Segment, Step, Work, segments
from experiments.slo import Slo
from experiments.stacks.protocol import Ability
from experiments.topology import Topology

STEADY = 0.99
"""Of all operations, good before anything is disturbed."""


@dataclass(frozen=True)
class Experiment:
    """`metrics` in the order of the table. The claims that it decides name it in claims.toml."""

    name: str
    question: str
    method: tuple[Step, ...]
    metrics: tuple[Metric, ...]
    steady_state: float | None = None
    """The share of operations that must be good under its first load until something disturbs it,
    else the visit is no evidence. None where nothing does: how good it is then is an outcome."""
    extra_s: float = 0.0
    """About how long steps without a load take, for the time left."""
    matrix: str = ""
    """The matrix that it is a cell of. It is done on each arm that has what it hits, and stands for
    itself: where it was disturbed it is made again alone, or left out alone."""
    slo: Slo | None = None
    """At which its loads are held, where it asks what an arm needs for them."""
    spares: bool = False
    """Whether an arm that has not what a fault hits is spared the load of that fault, instead of
    all the experiment."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        return segments(self.method)

    def segments_on(self, topology: Topology) -> tuple[Segment, ...]:
        """Those that are performed on this arm."""
        if not self.spares:
            return self.segments
        return tuple(one for one in self.segments if not _missing(one, topology))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that it injects."""
        return tuple(fault for segment in self.segments for fault in segment.faults)

    @property
    def switched(self) -> tuple[str, ...]:
        """The features it makes fail or work, whose replicas must be switchable from the start."""
        faulty = [fault.feature for fault in self.faults if fault.place is Place.FEATURE]
        working = [step.feature for step in self.method if isinstance(step, Work)]
        return tuple(dict.fromkeys(faulty + working))

    @property
    def receiving(self) -> tuple[str, ...]:
        """The features whose messages it disturbs, likewise."""
        return tuple(fault.feature for fault in self.faults if fault.place is Place.BUS)

    @property
    def skewed(self) -> tuple[str, ...]:
        """The features whose clock it sets wrong, likewise."""
        return tuple(fault.feature for fault in self.faults if fault.place is Place.CLOCK)

    @property
    def needs(self) -> tuple[Ability, ...]:
        """What the stack must be able to do, so that it can be performed."""
        limits = any(isinstance(step, Limit) for step in self.method)
        needed = [need for fault in self.faults for need in needs_of(fault)]
        return tuple(dict.fromkeys([*([Ability.CPU_QUOTA] if limits else []), *needed]))

    def missing_on(self, topology: Topology) -> str:
        """Why it cannot be performed on this arm, whatever its stack can do; "" if it can."""
        missing = (_missing(segment, topology) for segment in self.segments_on(topology))
        return next(filter(None, missing), "")

    @property
    def is_surveyed(self) -> bool:
        """Whether the arm's tables are looked at, too: where it asks what a load needs, or how
        much can be served."""
        closed = any(isinstance(step, Load) and step.clients for step in self.method)
        return self.slo is not None or closed

    @property
    def loads(self) -> int:
        return sum(isinstance(step, Load) for step in self.method)

    @property
    def seconds(self) -> float:
        """How long its waits last together."""
        return sum(segment.seconds for segment in self.segments)


def _missing(segment: Segment, topology: Topology) -> str:
    """What the arm lacks for a fault of the segment."""
    return next(filter(None, (missing_on(fault, topology) for fault in segment.faults)), "")
