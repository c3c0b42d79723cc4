"""What was done under a load, marked on its timeline: a band while it was done, a number above."""

from collections.abc import Sequence

from experiments.report.page.figures.axis import Axis
from experiments.report.page.figures.svg import Drawing
from experiments.report.page.views.trial import Step

ON, OFF = "inject", "clear"
AT, RADIUS, APART, BEND = 14.0, 7.0, 15.0, 14.0


def draw_bands(
    drawing: Drawing, time: Axis, steps: Sequence[Step], top: float, bottom: float
) -> None:
    """Each as long as its step took: to be drawn before anything that shall be seen on it."""
    for step in steps:
        began, done = time.at(step.began_s), time.at(step.done_s)
        drawing.box((began, top), done - began, bottom - top, "doing")


def draw_fault(
    drawing: Drawing, time: Axis, steps: Sequence[Step], top: float, bottom: float
) -> None:
    """The time from each fault's being switched on until the next one is switched off, or the
    end."""
    for number, step in enumerate(steps):
        if step.kind == ON:
            off = [later.began_s for later in steps[number:] if later.kind == OFF]
            began, ended = time.at(step.began_s), time.at(off[0]) if off else time.end
            drawing.box((began, top), ended - began, bottom - top, "fault")


def draw_marks(
    drawing: Drawing, time: Axis, steps: Sequence[Step], top: float, bottom: float
) -> None:
    """A line where each step began, and its number above, moved aside where two would meet."""
    places = apart([time.at(step.began_s) for step in steps], time.end)
    for number, (step, place) in enumerate(zip(steps, places, strict=True), 1):
        began = time.at(step.began_s)
        drawing.path([(place, AT + RADIUS), (began, top - BEND), (began, bottom)], "mark")
        drawing.dot((place, AT), RADIUS, "numbered", f"{step.kind} {step.about}")
        drawing.text((place, AT + 4), str(number), "numeral", "middle")


def apart(places: Sequence[float], end: float) -> list[float]:
    """The same places in order, no two nearer than numbers need, and none beyond `end`."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + APART) if found else place)
    limit = end
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], limit)
        limit = found[index] - APART
    return found
