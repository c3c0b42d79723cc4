"""What came of a comparison, and what that means for the exit code. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from experiments.analysis.question import Pair
from experiments.compare.conformity import Agreement
from experiments.compare.plan import RERUNS, Block, Plan
from experiments.compare.row import Row
from experiments.compare.visited import Visit
from experiments.measure.metric import Metric, Value
from experiments.method.experiment import Experiment

FORMAT = 2


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

    def value(self, label: str, experiment: str, key: str) -> Value:
        """Of the last visit to that side."""
        for visit in self.last:
            if visit.label == label:
                return visit.value(experiment, key)
        return None


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
            f"visit {visit.number} ({visit.label}): {text}"
            for visit in self.visits
            for text in visit.violations
        )

    @property
    def disturbances(self) -> tuple[str, ...]:
        """Of the blocks that stayed disturbed to their last attempt."""
        return tuple(
            f"visit {visit.number} ({visit.label}): {text}"
            for block in self.blocks
            for visit in block.last
            for text in visit.disturbed
        )

    @property
    def noisy(self) -> bool:
        """The figures come from disturbed visits, since there are no others."""
        return any(block.disturbed for block in self.scored)

    @property
    def scored(self) -> tuple[VisitedBlock, ...]:
        """The blocks the figures come from: the undisturbed ones, if there is any."""
        return tuple(block for block in self.blocks if not block.disturbed) or self.blocks

    @property
    def problems(self) -> tuple[str, ...]:
        """Why the exit code is 1; empty if it is 0."""
        found = list(self.agreement.problems if self.agreement else ())
        found += (*self.plan.settings.sizes.wrong, *self.violations)
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
        """One a metric, by experiment, in the plan's order."""
        return tuple(
            Row(
                experiment.name,
                metric,
                self.plan.labels,
                tuple(self._pairs(experiment.name, metric.key)),
                tuple(self._unheld(experiment, metric)),
            )
            for experiment in (*self.plan.settings.experiments, *self.plan.settings.extras)
            for metric in experiment.metrics
        )

    def reruns(self, label: str) -> int:
        """How many visits to this side were disturbed, and so had their block made again."""
        return sum(visit.label == label and bool(visit.disturbed) for visit in self.visits)

    def correct(self, label: str) -> tuple[int, int]:
        """How many visits to this side broke no invariant, and how many there were."""
        seen = [not visit.violations for visit in self.visits if visit.label == label]
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

    def _unheld(self, experiment: Experiment, metric: Metric) -> Iterator[str]:
        settings = self.plan.settings
        for side in settings.sides:
            if set(metric.needs) & set(settings.sizes.unheld(experiment, side.arm)):
                yield side.label

    def _pairs(self, experiment: str, key: str) -> Iterator[Pair]:
        one, two = self.plan.labels
        for visited in self.scored:
            if experiment not in visited.block.experiments:
                continue
            yield Pair(
                block=visited.block.number,
                baseline=visited.value(one, experiment, key),
                other=visited.value(two, experiment, key),
                baseline_first=visited.block.order[0] == one,
            )
