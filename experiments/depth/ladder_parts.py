"""The ladders of the study of scaling in depth: a plot each, figures behind it, sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from experiments.depth.figures import KINDS
from experiments.depth.findings import Finding, RungSeen
from experiments.depth.ladder import OUT, Ladder
from experiments.depth.outcome import Outcome
from experiments.depth.words import law_lines, steps_line, up_line
from experiments.report.numbers import number
from experiments.report.page.figures.plain import count
from experiments.report.page.figures.scalability import Climbed, scalability_plot

HEADINGS = (
    "served /s", "law", "queues", "full first", "good %", *KINDS, "waiting", "late", "MiB",
)  # fmt: skip


@dataclass(frozen=True)
class ArmPart:
    """`rows` have the rung's name first, then what HEADINGS name."""

    label: str
    rows: tuple[tuple[str, ...], ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class LadderPart:
    name: str
    question: str
    plot: Markup
    arms: tuple[ArmPart, ...]


def ladder_parts(outcome: Outcome) -> tuple[LadderPart, ...]:
    """Those that were climbed."""
    return tuple(
        _part(outcome, ladder, found)
        for ladder in outcome.study.ladders
        if (found := [each for each in outcome.findings if each.ladder == ladder])
    )


def _part(outcome: Outcome, ladder: Ladder, found: list[Finding]) -> LadderPart:
    return LadderPart(
        name=ladder.name,
        question=ladder.question,
        plot=scalability_plot(ladder.name, [_climbed(each) for each in found]),
        arms=tuple(_arm(outcome, each) for each in found),
    )


def _climbed(found: Finding) -> Climbed:
    return Climbed(
        label=found.arm,
        served={seen.rung.times: seen.served for seen in found.climbed},
        law=found.law.at if found.law else None,
        foretold={
            seen.rung.times: seen.foretold.served_per_s for seen in found.climbed if seen.foretold
        },
    )


def _arm(outcome: Outcome, found: Finding) -> ArmPart:
    return ArmPart(
        label=f"{found.arm}, {count(found.visits, 'visit')}",
        rows=tuple((seen.rung.name, *_row(found, seen)) for seen in found.rungs),
        said=(
            *law_lines(outcome.study, found),
            steps_line(found),
            *(up_line(outcome.study, found, one) for one in found.up_out),
        ),
    )


def _row(found: Finding, seen: RungSeen) -> Iterator[str]:
    fitted = found.law.at(seen.rung.times) if found.law and seen.rung.way == OUT else None
    told = seen.foretold
    yield number(seen.served_per_s, 1)
    yield number(fitted, 1)
    yield number(told.served_per_s if told else None, 1)
    yield told.limit if told else "-"
    yield number(seen.good, 1)
    yield from (number(seen.cores[kind], 3) for kind in KINDS)
    yield number(seen.waiting, 2)
    yield number(seen.backlog, 0)
    yield number(seen.memory_mib, 0)
