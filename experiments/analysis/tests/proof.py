"""What a method of judging has to pass, as check functions: each yields sentences of complaint.

The tests run them on the lab's method, which must hear none, and on methods that are known to be
broken, which must hear some.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from experiments.analysis.question import Pair
from experiments.analysis.tests.blocks import COSTS_MORE
from experiments.analysis.tests.visits import COMPARISONS, Cell, Order, comparisons
from experiments.analysis.verdict import Ruling, judge

MOST_WRONG = 0.03
NEARLY = 0.03

Judge = Callable[[Sequence[Pair]], Ruling | None]


@dataclass(frozen=True)
class Figure:
    """A rate that design.md prints: how often `ruling` comes out in `cell`."""

    cell: Cell
    ruling: Ruling
    printed: float


def the_labs(blocks: Sequence[Pair]) -> Ruling | None:
    """The claim "more" with the margin 1.10, judged as the lab does."""
    return judge(COSTS_MORE, blocks).ruling


def wrong_verdicts(cell: Cell, order: Order, method: Judge) -> Iterator[str]:
    """At a true ratio equal to the margin any verdict is wrong, and 3% of either are allowed."""
    assert cell.ratio == COSTS_MORE.margin
    for ruling in (Ruling.SUPPORTED, Ruling.REFUTED):
        share = rate(cell, ruling, order, method)
        if share > MOST_WRONG:
            yield f"{ruling} in {share:.1%} of {cell}"


def off_the_figure(figure: Figure, order: Order, method: Judge) -> Iterator[str]:
    """A printed figure comes out within 3 points."""
    share = rate(figure.cell, figure.ruling, order, method)
    if abs(share - figure.printed) > NEARLY:
        yield f"{figure.ruling} in {share:.1%} and not {figure.printed:.1%} of {figure.cell}"


def rate(cell: Cell, ruling: Ruling, order: Order, method: Judge) -> float:
    return _rulings(cell, order, method)[ruling] / COMPARISONS


@lru_cache
def _rulings(cell: Cell, order: Order, method: Judge) -> Counter[Ruling | None]:
    return Counter(method(blocks) for blocks in comparisons(cell, order))
