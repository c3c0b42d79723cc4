"""The study as text of 80 columns: each arm's curve, its law, and what was busy beside it."""

import textwrap
from collections.abc import Iterator

from experiments.depth.figures import KINDS
from experiments.depth.findings import Finding, RungSeen
from experiments.depth.ladder import OUT
from experiments.depth.outcome import Outcome
from experiments.depth.words import (
    COLUMNS,
    LAW,
    NO_CLAIM,
    PUBLISHED,
    SOURCES,
    law_lines,
    steps_line,
    up_line,
)
from experiments.report.numbers import number
from experiments.report.page.figures.plain import count
from experiments.report.screen import WIDTH

COLUMNS_OF = dict(
    zip(KINDS, (("scaled", 7), ("others", 7), ("db", 6), ("broker", 7), ("gate", 5)), strict=True)
)
"""Heading and width, of the cores of each kind."""
DEPTH = "  "


def lines_of(outcome: Outcome) -> Iterator[str]:
    study = outcome.study
    for found in outcome.findings:
        yield f"{found.ladder.name} on {found.arm}: {count(found.visits, 'visit')}"
        yield from _rows(found)
        said = [*law_lines(study, found), steps_line(found)]
        said += (up_line(study, found, one) for one in found.up_out)
        for text in said:
            yield from _wrapped(text, DEPTH)
        yield ""
    quota = f"A small replica has {study.quota:g} cores and {study.clients} clients. {LAW}."
    for text in (quota, COLUMNS, SOURCES, PUBLISHED):
        yield from _wrapped(text)
    for text in outcome.remarks():
        yield from _wrapped(text)
    for text in outcome.problems():
        yield from _wrapped(f"WRONG: {text}")
    yield NO_CLAIM


def _rows(found: Finding) -> Iterator[str]:
    cores = "".join(f"{heading:>{width}}" for heading, width in COLUMNS_OF.values())
    yield f"{'':8}{'served':>7}{'law':>6}{'queues':>7} {'full':<9}{cores}{'wait':>5}{'late':>5}"
    for seen in found.rungs:
        yield _row(found, seen)


def _row(found: Finding, seen: RungSeen) -> str:
    fitted = found.law.at(seen.rung.times) if found.law and seen.rung.way == OUT else None
    told = seen.foretold
    queues = told.served_per_s if told else None
    figures = f"{number(seen.served_per_s, 1):>7}{number(fitted, 1):>6}{number(queues, 1):>7}"
    cores = "".join(
        f"{number(seen.cores[kind], 2):>{width}}" for kind, (_, width) in COLUMNS_OF.items()
    )
    beside = f"{number(seen.waiting, 2):>5}{number(seen.backlog, 0):>5}"
    return f"{DEPTH}{seen.rung.name:<6}{figures} {told.limit if told else '-':<9}{cores}{beside}"


def _wrapped(text: str, margin: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=margin, subsequent_indent=margin)
