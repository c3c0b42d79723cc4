"""The plan in a few lines, before anything starts."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from experiments.compare.plan import RERUNS, Plan
from experiments.compare.planting import BLOCKS, plants
from experiments.compare.remaking import may_again
from experiments.compare.slowdown import PLANTED
from experiments.compare.visited_block import VisitedBlock
from experiments.pilot.pilot import needs_in
from experiments.report.numbers import duration

INDENT = " " * 12


def plan_lines(plan: Plan, expected_s: float, folder: str) -> Iterator[str]:
    settings = plan.settings
    one, two = plan.labels
    first, second = plan.first_counts
    if settings.blocks == 1:
        yield f"Plan: one block: a visit to {one} and a visit to {two}, in seeded order"
    else:
        yield (
            f"Plan: {settings.blocks} blocks of a visit to each arm;"
            f" {one} is first in {first}, {two} in {second}"
        )
    yield "  before    conformance of both arms; nothing is timed if they differ"
    if needs := needs_in(settings):
        loads = ", ".join(f"{need.load.name} of {need.experiment}" for need in needs)
        yield "  pilot     the replicas that each arm needs, by loads that are never scored:"
        yield from wrap(loads, 78, initial_indent=INDENT, subsequent_indent=INDENT)
    yield "  a visit   fresh data and processes; checkers after each experiment:"
    yield from _experiments(plan)
    for name, why in settings.left_out.items():
        yield f"  not run   {name}:"
        yield f"            {why}"
    yield from _again(plan)
    if plants(settings):
        where = f"planted in the {settings.arms[0]}, {BLOCKS} blocks"
        yield f"  after     {PLANTED - 1:.0%} more CPU {where}: must be found"
    yield f"  seed      {settings.seed}; both visits of a block meet the same arrivals"
    yield f"  time      about {duration(expected_s)}"
    yield f"  raw data  {folder}"


def _experiments(plan: Plan) -> Iterator[str]:
    settings = plan.settings
    if not settings.matrix:
        yield from (f"{INDENT}{experiment.name}" for experiment in settings.experiments)
        return
    faults = len(settings.experiments)
    yield f"{INDENT}{settings.matrix}: {faults} {'fault' if faults == 1 else 'faults'}"
    for label, reasons in settings.absent.items():
        yield f"{INDENT}for {len(reasons)} of them there is nothing to hit on {label}"


def _again(plan: Plan) -> Iterator[str]:
    if plan.settings.matrix:
        most = max(map(may_again, plan.blocks))
        yield f"  again     a fault whose trial was disturbed, at once, {most} in a visit at most"
    elif plan.settings.blocks > 1:
        yield f"  again     a block that was disturbed, {RERUNS} times at most"


def resumed_lines(plan: Plan, done: Sequence[VisitedBlock], begun: int) -> Iterator[str]:
    """What a run that goes on keeps, and which of the visits that were `begun` it makes again."""
    yield f"  resumed   {len(done)} of {len(plan.blocks)} blocks are done"
    last = max((v.number for block in done for pair in block.attempts for v in pair), default=0)
    if again := [str(number) for number in range(last + 1, begun + 1)]:
        visits = f"visit {again[0]} is" if len(again) == 1 else f"visits {', '.join(again)} are"
        yield f"{INDENT}{visits} made again, for the block was cut short"
