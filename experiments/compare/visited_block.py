"""What came of a block: every attempt at it, of which the last one counts."""

from dataclasses import dataclass

from experiments.analysis.question import Pair
from experiments.compare.plan import RERUNS, Block, Plan
from experiments.compare.visited import Visit

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
        """Whether it cannot be scored. Trials that stand for themselves are left out alone."""
        return not self.block.singly and any(visit.disturbed for visit in self.last)

    @property
    def is_extra(self) -> bool:
        return self.block.extra

    @property
    def is_whole(self) -> bool:
        """Whether both sides were visited to their end, where both arms can do all of it."""
        tried = [len(visit.trials) for visit in self.last]
        return tried == [len(self.block.experiments)] * 2

    def must_repeat(self, plan: Plan) -> bool:
        """Whether it is visited again. A run of a single block is a first look and is not; nor is
        an extra block, whose disturbed trials are left out one by one."""
        may = plan.settings.blocks > 1 and not self.is_extra
        return may and self.disturbed and len(self.attempts) <= RERUNS

    def pair(self, labels: tuple[str, str], experiment: str, key: str, attempt: int) -> Pair:
        """What both sides measured in one of the attempts, counted as in a list."""
        loose = self.is_extra or self.block.singly
        visits = (one.calm if loose else one for one in self.attempts[attempt])
        measured = {one.label: one.value(experiment, key) for one in visits}
        one, two = labels
        return Pair(
            self.block.number, measured.get(one), measured.get(two), self.block.order[0] == one
        )
