"""The plan in a few lines, before anything starts."""

from collections.abc import Iterator

from experiments.compare.plan import RERUNS, Plan
from experiments.report.numbers import duration


def plan_lines(plan: Plan, expected_s: float, folder: str) -> Iterator[str]:
    settings = plan.settings
    one, two = settings.arms
    first, second = plan.first_counts
    if settings.blocks == 1:
        yield f"Plan: one block, that is one visit to {one} and one to {two}, in seeded order"
    else:
        yield (
            f"Plan: {settings.blocks} blocks of one visit to {one} and one to {two};"
            f" {one} is first in {first}, {two} in {second}"
        )
    yield f"  first       conformance of both arms, {one} as the oracle; no timing if they differ"
    yield (
        f"  each visit  fresh data and processes, {settings.warmup_s:g} s warm-up, then"
        f" {settings.seconds:g} s scored at {settings.rate:g} operations/s"
    )
    if settings.blocks > 1:
        yield f"  disturbed   blocks are visited again, {RERUNS} times at most"
    yield f"  seed        {settings.seed}; the same arrivals in both visits of a block"
    yield f"  time        about {duration(expected_s)}"
    yield f"  raw data    {folder}"
