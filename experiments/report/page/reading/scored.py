"""Which visits of a run its figures come from."""

from collections.abc import Iterator

from experiments.compare.plan import Block
from experiments.compare.planned import Planned
from experiments.compare.visited import Visit

Pair = dict[str, Visit]


def scored_pairs(plan: Planned, visits: tuple[Visit, ...]) -> dict[int, Pair]:
    """By block and label, the visits that figures come from: of each block its last attempt, and
    of those the undisturbed ones, if there is any; of blocks whose trials stand for themselves all,
    without the trials that were disturbed. `visits` in the order they were made."""
    last = {block.number: dict(_last(block, visits)) for block in plan.blocks}
    made = {
        number: _calm(pair) if number in plan.loose else pair
        for number, pair in last.items()
        if len(pair) == len(plan.labels)
    }
    usual = {number: pair for number, pair in made.items() if number in plan.usual}
    calm = {
        number: pair
        for number, pair in usual.items()
        if not any(visit.disturbed for visit in pair.values())
    }
    extra = {number: pair for number, pair in made.items() if number not in plan.usual}
    return (calm or usual) | extra


def _calm(pair: Pair) -> Pair:
    return {label: visit.calm for label, visit in pair.items()}


def _last(block: Block, visits: tuple[Visit, ...]) -> Iterator[tuple[str, Visit]]:
    for visit in visits:
        if visit.block == block.number:
            yield visit.label, visit
