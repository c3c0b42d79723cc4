"""What came of a comparison, and what that means for the exit code. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from experiments.compare.conformity import Agreement
from experiments.compare.figures import METRICS, Metric
from experiments.compare.plan import RERUNS, Block, Plan
from experiments.compare.visited import Visit

FORMAT = 1


@dataclass(frozen=True)
class VisitedBlock:
    """Every attempt at a block, each a pair of visits; only the last one may be scored."""

    block: Block
    attempts: tuple[tuple[Visit, ...], ...]

    @property
    def last(self) -> tuple[Visit, ...]:
        return self.attempts[-1]

    @property
    def disturbed(self) -> bool:
        return any(visit.disturbed for visit in self.last)


@dataclass(frozen=True)
class Row:
    """A metric over all scored visits. `ratio` is other / baseline; for shares `points` is their
    difference. None where there is nothing to tell."""

    metric: Metric
    values: Mapping[str, tuple[float | None, ...]]
    medians: Mapping[str, float | None]
    ratio: float | None
    points: float | None

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.metric.key,
            "label": self.metric.label,
            "unit": self.metric.unit,
            "visits": {arm: list(values) for arm, values in self.values.items()},
            "medians": dict(self.medians),
            "ratio": self.ratio,
            "points": self.points,
        }


@dataclass(frozen=True)
class Result:
    """`complete` is False while the run goes on, and for ever if it was interrupted."""

    plan: Plan
    agreement: Agreement | None
    blocks: tuple[VisitedBlock, ...] = ()
    complete: bool = False

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All of them, those that were made again included."""
        return tuple(v for block in self.blocks for pair in block.attempts for v in pair)

    @property
    def violations(self) -> tuple[str, ...]:
        return tuple(
            f"visit {visit.number} ({visit.arm}): {text}"
            for visit in self.visits
            for text in visit.violations
        )

    @property
    def disturbances(self) -> tuple[str, ...]:
        """Of the blocks that stayed disturbed to their last attempt."""
        return tuple(
            f"visit {visit.number} ({visit.arm}): {text}"
            for block in self.blocks
            for visit in block.last
            for text in visit.disturbed
        )

    @property
    def noisy(self) -> bool:
        """The figures come from disturbed visits, since there are no others."""
        return any(visit.disturbed for visit in self.scored)

    @property
    def scored(self) -> tuple[Visit, ...]:
        """The visits the figures come from: of undisturbed blocks, if there is any."""
        clean = [block for block in self.blocks if not block.disturbed]
        return tuple(visit for block in clean or self.blocks for visit in block.last)

    @property
    def problems(self) -> tuple[str, ...]:
        """Why the exit code is 1; empty if it is 0."""
        found = list(self.agreement.problems if self.agreement else ())
        found += self.violations
        lost = sum(block.disturbed for block in self.blocks)
        if lost and len(self.plan.blocks) > 1:
            found.append(
                f"{lost} of {len(self.plan.blocks)} blocks were still disturbed after"
                f" {RERUNS} reruns"
            )
        return tuple(found)

    @property
    def exit_code(self) -> int:
        return 1 if self.problems else 0

    def rows(self) -> tuple[Row, ...]:
        return tuple(_row(metric, self) for metric in METRICS)

    def correct(self, arm: str) -> tuple[int, int]:
        """How many of the arm's visits broke no invariant, and how many there were."""
        seen = [not visit.violations for visit in self.visits if visit.arm == arm]
        return sum(seen), len(seen)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "cleave comparison",
            "format": FORMAT,
            "complete": self.complete,
            "exit_code": self.exit_code,
            "noisy": self.noisy,
            "problems": list(self.problems),
            "disturbances": list(self.disturbances),
            "plan": self.plan.as_json(),
            "conformance": self.agreement.as_json() if self.agreement else None,
            "figures": [row.as_json() for row in self.rows()],
            "visits": [visit.as_json() for visit in self.visits],
        }


def _row(metric: Metric, result: Result) -> Row:
    arms = result.plan.settings.arms
    values = {
        arm: tuple(visit.values.get(metric.key) for visit in result.scored if visit.arm == arm)
        for arm in arms
    }
    medians = {arm: _median(values[arm]) for arm in arms}
    one, two = (medians[arm] for arm in arms)
    ratio = points = None
    if one is not None and two is not None:
        if metric.compare == "points":
            points = two - one
        elif one:
            ratio = two / one
    return Row(metric, values, medians, ratio, points)


def _median(values: tuple[float | None, ...]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
