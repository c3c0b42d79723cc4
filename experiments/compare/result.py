"""What came of a comparison, and what that means for the exit code. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from experiments.analysis.question import Pair
from experiments.compare.agreement import Agreement
from experiments.compare.plan import RERUNS, Block, Plan
from experiments.compare.row import Row
from experiments.compare.slowdown import Slowdown
from experiments.compare.visited import Visit
from experiments.measure.metric import Metric
from experiments.method.experiment import Experiment

FORMAT = 2
FIRST, LAST = 0, -1
"""Of the attempts at a block."""


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

    @property
    def is_extra(self) -> bool:
        return self.block.extra

    @property
    def is_whole(self) -> bool:
        """Whether both sides were visited to their end."""
        tried = [len(visit.trials) for visit in self.last]
        return tried == [len(self.block.experiments)] * 2

    def must_repeat(self, plan: Plan) -> bool:
        """Whether it is visited again. A run of a single block is a first look and is not; nor is
        an extra block, whose disturbed trials are left out one by one."""
        may = plan.settings.blocks > 1 and not self.is_extra
        return may and self.disturbed and len(self.attempts) <= RERUNS

    def pair(self, labels: tuple[str, str], experiment: str, key: str, attempt: int) -> Pair:
        """What both sides measured in one of the attempts, counted as in a list."""
        visits = (one.calm if self.is_extra else one for one in self.attempts[attempt])
        measured = {one.label: one.value(experiment, key) for one in visits}
        one, two = labels
        return Pair(
            self.block.number, measured.get(one), measured.get(two), self.block.order[0] == one
        )


@dataclass(frozen=True)
class Result:
    """`complete` is False while the run goes on, and for ever if it was interrupted. `strays` are
    visits whose block was cut short and made anew: they give no figure, but what they violated
    counts. `slowdown` is there once it has been looked for."""

    plan: Plan
    agreement: Agreement | None
    blocks: tuple[VisitedBlock, ...] = ()
    complete: bool = False
    strays: tuple[Visit, ...] = ()
    slowdown: Slowdown | None = None

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All of them, those that were made again included."""
        return tuple(v for block in self.blocks for pair in block.attempts for v in pair)

    @property
    def violations(self) -> tuple[str, ...]:
        return tuple(
            f"visit {visit.number} ({visit.label}): {text}"
            for visit in self._every_visit
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
        """The blocks that claims are judged by: of the usual ones the undisturbed, if there is
        any."""
        usual = tuple(block for block in self.blocks if not block.is_extra)
        return tuple(block for block in usual if not block.disturbed) or usual

    @property
    def extra(self) -> tuple[VisitedBlock, ...]:
        return tuple(block for block in self.blocks if block.is_extra)

    @property
    def problems(self) -> tuple[str, ...]:
        """Why the exit code is 1; empty if it is 0."""
        found = list(self.agreement.problems if self.agreement else ())
        found += (*self.plan.settings.sizes.wrong, *self.violations)
        if self.slowdown is not None:
            found += (f"planted slowdown: {text}" for text in self.slowdown.violations)
            found += filter(None, (self.slowdown.distrust,))
        planned = self.plan.settings.blocks
        lost = sum(block.disturbed and not block.is_extra for block in self.blocks)
        if lost and planned > 1:
            found.append(f"{lost} of {planned} blocks were still disturbed after {RERUNS} reruns")
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
                tuple(self._pairs(experiment.name, metric.key, (*self.scored, *self.extra), LAST)),
                tuple(self._pairs(experiment.name, metric.key, self.blocks, FIRST)),
                tuple(self._unheld(experiment, metric)),
            )
            for experiment in (*self.plan.settings.experiments, *self.plan.settings.extras)
            for metric in experiment.metrics
        )

    def reruns(self, label: str) -> int:
        """How many visits to this side were disturbed, and so had their block made again."""
        return sum(visit.label == label and bool(visit.disturbed) for visit in self._every_visit)

    def incorrect(self, experiment: str) -> tuple[str, ...]:
        """The sides that broke an invariant in it, in whichever visit."""
        return tuple(
            label
            for label in self.plan.labels
            if any(
                trial.violations
                for visit in self._every_visit
                if visit.label == label
                for trial in visit.trials
                if trial.experiment == experiment
            )
        )

    def correct(self, label: str) -> tuple[int, int]:
        """How many visits to this side broke no invariant, and how many there were."""
        seen = [not visit.violations for visit in self._every_visit if visit.label == label]
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
            "slowdown": self.slowdown.as_json() if self.slowdown else None,
            "conformance": self.agreement.as_json() if self.agreement else None,
            "figures": [row.as_json() for row in self.rows()],
            "visits": [visit.as_json() for visit in self.visits],
        }

    @property
    def _every_visit(self) -> tuple[Visit, ...]:
        return (*self.visits, *self.strays)

    def _unheld(self, experiment: Experiment, metric: Metric) -> Iterator[str]:
        settings = self.plan.settings
        for side in settings.sides:
            if set(metric.needs) & set(settings.sizes.unheld(experiment, side.arm)):
                yield side.label

    def _pairs(
        self, experiment: str, key: str, blocks: tuple[VisitedBlock, ...], attempt: int
    ) -> Iterator[Pair]:
        for visited in blocks:
            if experiment in visited.block.experiments:
                yield visited.pair(self.plan.labels, experiment, key, attempt)
