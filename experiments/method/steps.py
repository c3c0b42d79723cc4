"""What an experiment does to an arm, step by step, as data; `performer.py` does it.

A load runs for as long as the waits after it add up to. A wait ends at a moment counted from the
load's start, so a step that takes long shortens the wait after it and never shifts the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from experiments.artefacts.release import Release
from experiments.faults.fault import Fault
from experiments.workload.mixes import Mix

Probe = Callable[[str], float]
"""Asks the shop at a gateway's URL; a yes is 1, a no 0."""

ByDeploying = Literal["artefact", "revert build", "roll forward"]
Way = ByDeploying | Literal["feature flag"]
ARTEFACT: Final = "artefact"
"""Takes a change back by deploying what was there before ..."""
REVERT: Final = "revert build"
"""... by building the release anew without it ..."""
FLAG: Final = "feature flag"
"""... or by switching it off in what runs ..."""
FORWARD: Final = "roll forward"
"""... or, where a schema leaves no way back, by the release that was deployed with it."""


@dataclass(frozen=True)
class Load:
    """Begins a load of `mix` at `times` the rate the plan has for that mix. With `clients` it is a
    closed loop of so many: the rate is then the most that they are given to do."""

    mix: Mix
    times: float
    name: str
    clients: int = 0


@dataclass(frozen=True)
class Wait:
    seconds: float


@dataclass(frozen=True)
class Idle:
    """Nobody asks for anything; what the arm uses all the same is read. Not under a load."""

    seconds: float


@dataclass(frozen=True)
class Inject:
    fault: Fault


@dataclass(frozen=True)
class Clear:
    """Ends the fault of `feature`."""

    feature: str


@dataclass(frozen=True)
class Work:
    """From now on each call of these methods of `feature` takes `ms` more of CPU; 0 is none."""

    feature: str
    methods: tuple[str, ...]
    ms: float


@dataclass(frozen=True)
class Deploy:
    """Each part that the release changes, one after another. What ran before cannot work on what
    the release did to a schema if there is a `forward`: the release that mends it."""

    release: Release
    forward: Release | None = None


@dataclass(frozen=True)
class InOrder:
    """A change of what features say to each other: releases that must follow one another where the
    features are apart. Each holds all that those before it change. Where one part takes all of the
    last, that alone is deployed, since its features change together."""

    stages: tuple[Release, ...]

    @property
    def release(self) -> Release:
        """What runs in the end."""
        return self.stages[-1]


@dataclass(frozen=True)
class Guard:
    """Waits, as Wait does. Meanwhile what the last release changed in `feature` is taken back by
    artefact as soon as the load burns its error budget too fast; nobody is asked."""

    feature: str
    seconds: float


@dataclass(frozen=True)
class RollBack:
    """Takes back what the last release changed in `feature`."""

    feature: str
    way: Way


@dataclass(frozen=True)
class FlagOn:
    """Undoes a rollback by feature flag."""

    feature: str


@dataclass(frozen=True)
class Scale:
    """Gives the part that hosts `feature` the replicas that the plan foresees for `times`."""

    feature: str
    times: float


@dataclass(frozen=True)
class Limit:
    """No replica of the part that hosts `feature` gets more than `cores` of CPU."""

    feature: str
    cores: float


@dataclass(frozen=True)
class Sampling:
    """Other replicas in the place of all there are: such as record `percent` of what clients ask
    for as traces."""

    percent: int


@dataclass(frozen=True)
class Outside:
    """How the outside world behaves from now on, until the experiment ends."""

    behaviour: Mapping[str, float]


@dataclass(frozen=True)
class Ask:
    """Keeps the answer of `probe`, given the gateway's URL, under `name`."""

    name: str
    probe: Probe


Step = (
    Load
    | Wait
    | Idle
    | Inject
    | Clear
    | Work
    | Deploy
    | InOrder
    | Guard
    | RollBack
    | FlagOn
    | Scale
    | Limit
    | Sampling
    | Outside
    | Ask
)


def load(mix: Mix, times: float = 1.0, name: str = "", clients: int = 0) -> Load:
    return Load(mix, times, name or mix.name, clients)


def wait(seconds: float) -> Wait:
    return Wait(seconds)


def inject(fault: Fault) -> Inject:
    return Inject(fault)


def clear(feature: str) -> Clear:
    return Clear(feature)


@dataclass(frozen=True)
class Segment:
    """A load and the steps under it; without a load, steps taken while nobody shops."""

    load: Load | None
    steps: tuple[Step, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Those that its steps inject."""
        return tuple(step.fault for step in self.steps if isinstance(step, Inject))

    @property
    def seconds(self) -> float:
        """How long its waits last together."""
        return sum(step.seconds for step in self.steps if isinstance(step, Wait | Guard))


def segments(method: tuple[Step, ...]) -> tuple[Segment, ...]:
    """The method cut before each load and after its last wait: what is done then must not be
    charged to it. Empty segments are left out."""
    cuts = [place for place, step in enumerate(method) if isinstance(step, Load)]
    found = [Segment(None, method[: cuts[0]] if cuts else method)]
    for start, end in zip(cuts, [*cuts[1:], len(method)], strict=True):
        first, steps = method[start], method[start + 1 : end]
        assert isinstance(first, Load)
        over = 1 + max(
            (n for n, step in enumerate(steps) if isinstance(step, Wait | Guard)), default=-1
        )
        found += [Segment(first, steps[:over]), Segment(None, steps[over:])]
    return tuple(segment for segment in found if segment.load or segment.steps)
