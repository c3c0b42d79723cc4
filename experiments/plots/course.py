"""What a timeline shows, before it is drawn: which columns, which lines and steps in each. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from experiments.plots.opened import Opened
from experiments.plots.palette import INK, LOOKS, SECOND, Look
from experiments.report.page.sections.method import middle_steps
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
    return tuple(column for load in opened.loads for column in _columns(opened.views(load)))


def medians(rows: Sequence[Sequence[Value]]) -> list[Value]:
    """Second by second over the blocks, of what is known."""
    known = ([each for each in column if each is not None] for column in zip(*rows, strict=True))
    return [median(values) if values else None for values in known]


def _columns(sides: Mapping[str, Sequence[LoadView]]) -> Iterator[Column]:
    load = next(views[0] for views in sides.values() if views)
    if load.steps:
        for (label, views), look in zip(sides.items(), LOOKS, strict=True):
            looks = (replace(look, line="-"), DEPENDENT)
            kinds = zip(_kinds(views), looks, strict=False)
            lines = tuple(Line(curves[0].of, each, curves) for curves, each in kinds)
            yield Column(label, lines, middle_steps(views))
    else:
        lines = tuple(
            Line(label, look, curves)
            for (label, views), look in zip(sides.items(), LOOKS, strict=True)
            for curves in _kinds(views)
        )
        yield Column(f"{load.name}: {load.rate:g} operations/s", lines, ())


def _kinds(views: Sequence[LoadView]) -> list[tuple[Curve, ...]]:
    """The blocks' curves of each kind of operations."""
    return list(zip(*(view.curves for view in views), strict=True))
