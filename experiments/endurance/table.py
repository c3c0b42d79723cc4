"""What came of it, as text of 80 columns."""

import textwrap
from collections.abc import Iterator

from experiments.endurance.flat import FEWEST, MOST_BLOCKS, MOST_MIB
from experiments.endurance.outcome import Endured
from experiments.report.numbers import duration
from experiments.report.screen import WIDTH

NAMES = 28


def table(endured: Endured) -> str:
    """Several lines, each ending with a newline."""
    return "".join(f"{line}\n" for line in _lines(endured))


def _lines(endured: Endured) -> Iterator[str]:
    yield f"{'ended':{NAMES}}{'nothing left':>14}"
    for ending, (right, all_) in endured.right().items():
        yield f"{ending:{NAMES}}{f'{right} of {all_}':>14}"
    if endured.readings:
        yield ""
        yield from _wrapped(_growth(endured))
    for text in endured.problems:
        yield from _wrapped(f"WRONG: {text}")
    yield ""
    yield f"{len(endured.runs)} short runs, {duration(endured.seconds)}."


def _growth(endured: Endured) -> str:
    first, last = endured.readings[0], endured.readings[-1]
    return (
        f"One comparison, {len(endured.readings)} readings: {first.rss_mib:.0f} to"
        f" {last.rss_mib:.0f} MiB, {first.blocks:,} to {last.blocks:,} blocks of Python's,"
        f" {first.files} to {last.files} open files, {first.threads} to"
        f" {last.threads} threads. Between the second quarter and the last {MOST_MIB:g} MiB and"
        f" {MOST_BLOCKS:,} blocks are allowed, and nothing else; {FEWEST} readings are needed."
    )


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, break_on_hyphens=False)
