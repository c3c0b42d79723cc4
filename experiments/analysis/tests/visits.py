"""A model of a run, to prove the statistics on: what visits would measure if the truth were known.

log value of a visit = effect of its arm + drift of its block + noise. The noise runs through the
visits in their order as a first-order autoregression with the standard deviation `sd` of a single
visit; published raw data show 0.77 between consecutive runs.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from experiments.analysis.question import Pair

COMPARISONS = 10_000
Order = Callable[[int, Random], list[tuple[int, int]]]
"""Gives each block the places of its baseline visit and its other visit in the run."""


@dataclass(frozen=True)
class Cell:
    """`ratio` is the true other / baseline; `sd` and `autocorrelation` are the noise's; `drift` is
    the standard deviation of what touches both visits of a block alike."""

    blocks: int
    sd: float
    ratio: float
    autocorrelation: float = 0.0
    drift: float = 0.2


@dataclass(frozen=True, slots=True)
class Draw:
    """A block without effect, for noise and drift of standard deviation 1."""

    block: int
    drift: float
    baseline: float
    other: float
    baseline_first: bool


def balanced(blocks: int, dice: Random) -> list[tuple[int, int]]:
    """The lab's order: a block's visits follow each other, and half the blocks begin with each
    arm, in an order drawn by lot."""
    starts = [0, 1] * (blocks // 2)
    dice.shuffle(starts)
    return [(2 * n + start, 2 * n + 1 - start) for n, start in enumerate(starts)]


def one_arm_after_the_other(blocks: int, _: Random) -> list[tuple[int, int]]:
    """AAAA-BBBB: all visits to the baseline, then all to the other."""
    return [(n, blocks + n) for n in range(blocks)]


def comparisons(cell: Cell, order: Order = balanced) -> Iterator[list[Pair]]:
    """The blocks of 10,000 runs. Cells of as many blocks and the same
    autocorrelation share their draws."""
    effect = math.log(cell.ratio)
    for run in _draws(cell.blocks, cell.autocorrelation, order):
        yield [
            Pair(
                one.block,
                math.exp(cell.drift * one.drift + cell.sd * one.baseline),
                math.exp(cell.drift * one.drift + cell.sd * one.other + effect),
                one.baseline_first,
            )
            for one in run
        ]


@lru_cache(maxsize=2)
def _draws(blocks: int, autocorrelation: float, order: Order) -> list[list[Draw]]:
    dice = Random(f"{blocks} {autocorrelation} {order.__name__}")
    return [_run(blocks, autocorrelation, order, dice) for _ in range(COMPARISONS)]


def _run(blocks: int, autocorrelation: float, order: Order, dice: Random) -> list[Draw]:
    noise = _autoregression(2 * blocks, autocorrelation, dice)
    return [
        Draw(block, dice.gauss(0, 1), noise[one], noise[two], one < two)
        for block, (one, two) in enumerate(order(blocks, dice), 1)
    ]


def _autoregression(count: int, autocorrelation: float, dice: Random) -> list[float]:
    fresh = math.sqrt(1 - autocorrelation**2)
    noise = [dice.gauss(0, 1)]
    for _ in range(count - 1):
        noise.append(autocorrelation * noise[-1] + fresh * dice.gauss(0, 1))
    return noise
