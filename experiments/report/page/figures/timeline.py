"""A load second by second: good share above, latency below, what was done marked through both.

Thin lines are blocks, the thick one is their median. Both arms' drawings share their axes. Lines
are kinds of operations, so their colours are none that stands for an arm elsewhere on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from experiments.report.page.figures.axis import Axis
from experiments.report.page.figures.marks import draw_bands, draw_fault, draw_marks
from experiments.report.page.figures.svg import Drawing
from experiments.report.page.views.course import Curve, Value
from experiments.report.page.views.trial import Step

WIDTH, HEIGHT = 340.0, 236.0
LEFT, RIGHT = 36.0, 332.0
SHARE = (44.0, 114.0)
LATENCY = (138.0, 208.0)
KINDS = ("main", "second")


@dataclass(frozen=True)
class Scene:
    """The axes that both arms' drawings share; seconds, and milliseconds of latency."""

    from_s: float
    to_s: float
    low_ms: float
    high_ms: float
    timeout_ms: float


@dataclass(frozen=True)
class Course:
    """One arm's load: a list of blocks' curves for each kind of operations, and the steps."""

    label: str
    curves: tuple[tuple[Curve, ...], ...]
    steps: tuple[Step, ...]


def scene_of(courses: Sequence[Course], timeout_s: float) -> Scene:
    every = [curve for course in courses for kind in course.curves for curve in kind]
    latencies = [value for curve in every for value in curve.p95_ms if value]
    seconds = [second for curve in every for second in curve.seconds] or [0, 1]
    return Scene(
        from_s=min(seconds),
        to_s=max(seconds) + 1,
        low_ms=max(0.5, min(latencies, default=1.0)),
        high_ms=max(1000 * timeout_s, *latencies) if latencies else 1000 * timeout_s,
        timeout_ms=1000 * timeout_s,
    )


def timeline_plot(course: Course, scene: Scene) -> Markup:
    drawing = Drawing(WIDTH, HEIGHT, _says(course))
    time = Axis(scene.from_s, scene.to_s, LEFT, RIGHT)
    share = Axis(0, 100, SHARE[1], SHARE[0])
    latency = Axis(scene.low_ms, scene.high_ms, LATENCY[1], LATENCY[0], is_log=True)
    drawing.box((LEFT, SHARE[0]), time.at(0) - LEFT, LATENCY[1] - SHARE[0], "warmup")
    draw_fault(drawing, time, course.steps, SHARE[0], LATENCY[1])
    draw_bands(drawing, time, course.steps, SHARE[0], LATENCY[1])
    _panel(drawing, share, (0, 50, 100))
    _panel(drawing, latency, _decades(latency))
    timeout = latency.at(scene.timeout_ms)
    drawing.line((LEFT, timeout), (RIGHT, timeout), "timeout")
    for tick in time.ticks(6):
        drawing.text((time.at(tick), LATENCY[1] + 14), f"{tick:g}", "small", "middle")
    drawing.text((RIGHT, HEIGHT - 2), "seconds", "small", "end")
    draw_marks(drawing, time, course.steps, SHARE[0], LATENCY[1])
    for axis, title in ((share, "good, % of operations"), (latency, "p95 of answers, ms")):
        drawing.text((LEFT, axis.end - 5), title, "small halo")
    for kind, curves in zip(KINDS, course.curves, strict=False):
        seconds = curves[0].seconds if curves else ()
        _lines(drawing, time, share, seconds, [curve.share for curve in curves], kind)
        _lines(drawing, time, latency, seconds, [curve.p95_ms for curve in curves], kind)
    return drawing.markup()


def _panel(drawing: Drawing, axis: Axis, ticks: Sequence[float]) -> None:
    for tick in ticks:
        drawing.line((LEFT, axis.at(tick)), (RIGHT, axis.at(tick)), "grid")
        drawing.text((LEFT - 4, axis.at(tick) + 4), f"{tick:g}", "small", "end")


def _decades(axis: Axis) -> list[float]:
    return [float(each) for each in (1, 10, 100, 1000, 10000) if axis.low <= each <= axis.high]


def _lines(
    drawing: Drawing,
    time: Axis,
    axis: Axis,
    seconds: Sequence[int],
    rows: Sequence[Sequence[Value]],
    kind: str,
) -> None:
    """One thin line a block, if there are several, and their median thick."""
    thin = [(row, "thin") for row in rows] if len(rows) > 1 else []
    for row, width in (*thin, (_medians(rows), "thick")):
        points = (
            None if value is None else (time.at(second + 0.5), axis.at(value))
            for second, value in zip(seconds, row, strict=False)
        )
        drawing.path(points, f"{width} {kind}")


def _medians(rows: Sequence[Sequence[Value]]) -> list[Value]:
    """Second by second over the blocks."""
    columns = (
        [value for value in column if value is not None] for column in zip(*rows, strict=False)
    )
    return [median(column) if column else None for column in columns]


def _says(course: Course) -> str:
    parts = []
    for curves in course.curves:
        shares = [
            value for value in _medians([curve.share for curve in curves]) if value is not None
        ]
        if shares:
            parts.append(
                f"{curves[0].of}: good share between {min(shares):.0f}% and {max(shares):.0f}%"
            )
    steps = ", ".join(f"{step.kind} at {step.began_s:.0f} s" for step in course.steps)
    return f"{course.label} second by second, median of the blocks. {'; '.join(parts)}. {steps}"
