"""A load second by second: good share above, latency below, what was done marked through both.

Thin lines are blocks, the thick one is their median. Both arms' drawings share their axes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from experiments.report.page.figures.axis import Axis
from experiments.report.page.figures.svg import Drawing
from experiments.report.page.views.course import Curve, Value
from experiments.report.page.views.trial import Step

WIDTH, HEIGHT = 340.0, 236.0
LEFT, RIGHT = 36.0, 332.0
SHARE = (44.0, 114.0)
LATENCY = (138.0, 208.0)
MARKS_AT, APART = 14.0, 15.0
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
    _panel(drawing, share, (0, 50, 100), "good, % of operations")
    _panel(drawing, latency, _decades(latency), "p95 of answers, ms")
    drawing.line(
        (LEFT, latency.at(scene.timeout_ms)), (RIGHT, latency.at(scene.timeout_ms)), "none"
    )
    for tick in time.ticks(6):
        drawing.text((time.at(tick), LATENCY[1] + 14), f"{tick:g}", "small", "middle")
    drawing.text((RIGHT, HEIGHT - 2), "seconds", "small", "end")
    _marks(drawing, time, course.steps)
    for kind, curves in zip(KINDS, course.curves, strict=False):
        for curve in curves if len(curves) > 1 else ():
            _line(drawing, time, share, curve.seconds, curve.share, f"thin {kind}")
            _line(drawing, time, latency, curve.seconds, curve.p95_ms, f"thin {kind}")
        if curves:
            seconds = curves[0].seconds
            middle = _medians([curve.share for curve in curves])
            _line(drawing, time, share, seconds, middle, f"thick {kind}")
            middle = _medians([curve.p95_ms for curve in curves])
            _line(drawing, time, latency, seconds, middle, f"thick {kind}")
    return drawing.markup()


def _panel(drawing: Drawing, axis: Axis, ticks: Sequence[float], title: str) -> None:
    drawing.text((LEFT, axis.end - 5), title, "small")
    for tick in ticks:
        drawing.line((LEFT, axis.at(tick)), (RIGHT, axis.at(tick)), "grid")
        drawing.text((LEFT - 4, axis.at(tick) + 4), f"{tick:g}", "small", "end")


def _decades(axis: Axis) -> list[float]:
    return [float(each) for each in (1, 10, 100, 1000, 10000) if axis.low <= each <= axis.high]


def _marks(drawing: Drawing, time: Axis, steps: Sequence[Step]) -> None:
    """A band for as long as the step took, and its number above, moved aside where two meet."""
    places = _apart([time.at(step.began_s) for step in steps])
    for number, (step, place) in enumerate(zip(steps, places, strict=True), 1):
        began, done = time.at(step.began_s), time.at(step.done_s)
        drawing.box((began, SHARE[0]), done - began, LATENCY[1] - SHARE[0], "doing")
        drawing.path([(place, MARKS_AT + 7), (began, SHARE[0] - 14), (began, LATENCY[1])], "mark")
        drawing.dot((place, MARKS_AT), 7, "number", f"{step.kind} {step.about}")
        drawing.text((place, MARKS_AT + 4), str(number), "numeral", "middle")


def _apart(places: Sequence[float]) -> list[float]:
    """The same places in order, no two nearer than numbers need, and none beyond the end."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + APART) if found else place)
    limit = RIGHT
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], limit)
        limit = found[index] - APART
    return found


def _line(
    drawing: Drawing,
    time: Axis,
    axis: Axis,
    seconds: Sequence[int],
    values: Sequence[Value],
    kind: str,
) -> None:
    drawing.path(
        (
            None if value is None else (time.at(second + 0.5), axis.at(value))
            for second, value in zip(seconds, values, strict=True)
        ),
        kind,
    )


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
