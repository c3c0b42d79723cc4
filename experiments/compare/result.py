"""What came of a comparison, how far it is to be trusted, and the exit code of that. Pure."""

from dataclasses import dataclass

from experiments.compare.agreement import Agreement
from experiments.compare.plan import RERUNS, Plan
from experiments.compare.slowdown import Slowdown
from experiments.compare.visited import Visit
from experiments.compare.visited_block import VisitedBlock


@dataclass(frozen=True)
class Result:
    """`complete` is False while the run goes on, and for ever if it was interrupted. `strays` are
    visits whose block was cut short and made anew: they give no figure, but what they violated
    counts. `slowdown` is there once it has been looked for. `pinned`: the arm had cores of
    its own. `proportional`: memory that processes share was counted once."""

    plan: Plan
    agreement: Agreement | None
    blocks: tuple[VisitedBlock, ...] = ()
    complete: bool = False
    strays: tuple[Visit, ...] = ()
    slowdown: Slowdown | None = None
    pinned: bool = True
    proportional: bool = True

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Of all blocks, those that were made again included."""
        return tuple(v for block in self.blocks for pair in block.attempts for v in pair)

    @property
    def every_visit(self) -> tuple[Visit, ...]:
        """The strays, too."""
        return (*self.visits, *self.strays)

    @property
    def violations(self) -> tuple[str, ...]:
        return tuple(
            f"visit {visit.number} ({visit.label}): {text}"
            for visit in self.every_visit
            for text in visit.told
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
        return (*found, *self._invalid)

    @property
    def _invalid(self) -> tuple[str, ...]:
        """Of trials that stand for themselves: that some were disturbed to the last."""
        singly = (visit for each in self.blocks if each.block.singly for visit in each.last)
        spoilt = [bool(trial.disturbed) for visit in singly for trial in visit.trials]
        if not any(spoilt):
            return ()
        told = f"{sum(spoilt)} of {len(spoilt)} trials"
        return (f"{told} stayed disturbed, or their fault was not real: no figure is theirs",)

    @property
    def exit_code(self) -> int:
        return 1 if self.problems else 0
