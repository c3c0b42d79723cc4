"""What a timeline shows, before it is drawn: which columns, which lines in each, which steps. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from experiments.plots.opened import Opened
from experiments.plots.palette import INK, LOOKS, SECOND, Look
from experiments.report.page.sections.method import middle_steps, views_of
from experiments.report.page.views.course import Curve, Value
from experiments.report.page.views.trial import LoadView, Step

DEPENDENT = Look(SECOND, "s", 6.0, ":")
"""Of the second kind of operations, those that a fault may touch by the contract."""

NEUTRAL = Look(INK, "o", 8.0, "-")
"""In a legend that holds for the columns of both arms."""


@dataclass(frozen=True)
class Line:
    """One kind of operations on one arm: a curve a block."""

    label: str
    look: Look
    curves: tuple[Curve, ...]

    @property
    def seconds(self) -> tuple[int, ...]:
        return self.curves[0].seconds if self.curves else ()


@dataclass(frozen=True)
class Column:
    title: str
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]


def legend(shown: Sequence[Column]) -> dict[str, Look]:
    """What lines stand for; empty where the columns' titles say it."""
    lines = shown[0].lines
    if not shown[0].steps:
        return {line.label: line.look for line in lines}
    looks = (NEUTRAL, DEPENDENT)
    named = {line.label: look for line, look in zip(lines, looks, strict=False)}
    return named if len(named) > 1 else {}


def columns(opened: Opened) -> tuple[Column, ...]:
    """A column an arm for each load under which something was done, else one a load."""
    first = next((side[0] for side in opened.trials.values() if side), None)
    return tuple(
        column for load in (first.loads if first else ()) for column in _columns(opened, load)
    )


def medians(rows: Sequence[Sequence[Value]]) -> list[Value]:
    """Second by second over the blocks, of what is known."""
    known = ([each for each in column if each is not None] for column in zip(*rows, strict=True))
    return [median(values) if values else None for values in known]


def _columns(opened: Opened, load: LoadView) -> Iterator[Column]:
    sides = [
        (label, look, views_of(trials, load.name))
        for (label, trials), look in zip(opened.trials.items(), LOOKS, strict=True)
    ]
    if load.steps:
        for label, look, views in sides:
            looks = (replace(look, line="-"), DEPENDENT)
            kinds = zip(_kinds(views), looks, strict=False)
            lines = tuple(Line(curves[0].of, each, curves) for curves, each in kinds)
            yield Column(label, lines, middle_steps(views))
    else:
        lines = tuple(
            Line(label, look, curves) for label, look, views in sides for curves in _kinds(views)
        )
        yield Column(f"{load.name}: {load.rate:g} operations/s", lines, ())


def _kinds(views: Sequence[LoadView]) -> list[tuple[Curve, ...]]:
    """The blocks' curves of each kind of operations."""
    return list(zip(*(view.curves for view in views), strict=True))
