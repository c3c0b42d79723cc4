"""What was asked for of a run: arms, experiments, loads, blocks. Nothing runs that cannot be
scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from experiments.analysis.needed import MOST_BLOCKS
from experiments.faults.fault import Fault
from experiments.method.experiment import Experiment
from experiments.method.sizes import Sizes

DEFAULT_BLOCKS = 8
HIGHEST_RATE = 300.0
LEAST_SECONDS = 8.0
LEAST_OPERATIONS = 100
WARMUP_S = 3.0


class ImpossiblePlan(ValueError):
    """The settings make no comparison; the text is one line that says why."""


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: an arm, under a label of its own."""

    label: str
    arm: str


@dataclass(frozen=True)
class Settings:
    """What was asked for. `arms`: the first is the baseline, the second is held against it; they
    may be the same. `sizes` are the loads, offered alike to both."""

    arms: tuple[str, str]
    seed: int
    experiments: tuple[Experiment, ...]
    sizes: Sizes
    blocks: int = DEFAULT_BLOCKS
    extras: tuple[Experiment, ...] = ()
    """Experiments that get two blocks of their own: figures, never a verdict."""
    warmup_s: float = WARMUP_S
    full: bool = False
    """Verdicts are adjusted for their number."""
    planted: tuple[Fault, ...] = ()
    """What only the second side does, for the whole of its visits: a difference that is known."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Experiments that were asked for and cannot be done on this machine, and why."""

    def __post_init__(self) -> None:
        for is_wrong, why in (
            (not 1 <= self.blocks <= MOST_BLOCKS, f"blocks must lie between 1 and {MOST_BLOCKS}"),
            (self.seed < 0, "the seed must be 0 or more"),
            (not self.warmup_s >= 0, "a load warms up for 0 seconds at least"),
            (not self.experiments, "there is no experiment to run"),
        ):
            if is_wrong:
                raise ImpossiblePlan(why)
        for experiment in (*self.experiments, *self.extras):
            _require_scorable(experiment, self.sizes)

    @property
    def sides(self) -> tuple[Side, Side]:
        one, two = self.arms
        if one == two:
            return Side(f"{one}-a", one), Side(f"{two}-b", two)
        return Side(one, one), Side(two, two)


def _require_scorable(experiment: Experiment, sizes: Sizes) -> None:
    for segment in experiment.segments:
        if segment.load is None:
            continue
        rate = sizes.rate(segment.load.mix.name, segment.load.times)
        if not 0 < rate <= HIGHEST_RATE:
            raise ImpossiblePlan(
                f"{experiment.name}: the rate must lie above 0 and at most at"
                f" {HIGHEST_RATE:g} operations/s, not at {rate:g}"
            )
        if not segment.seconds >= LEAST_SECONDS:
            raise ImpossiblePlan(
                f"{experiment.name}: a scored window lasts {LEAST_SECONDS:g} seconds at least"
            )
        if rate * segment.seconds < LEAST_OPERATIONS:
            raise ImpossiblePlan(
                f"{experiment.name}: a scored window needs {LEAST_OPERATIONS} operations at least:"
                f" {rate:g}/s for {segment.seconds:g} s are fewer"
            )
