"""A space-time diagram in a console: a lane for each client and part, and a sentence a line."""

from dataclasses import dataclass
from textwrap import wrap

from experiments.checks.history.space_time import Mark, SpaceTime
from experiments.report.screen import WIDTH

TIME = 11
LANE = 3


@dataclass(frozen=True)
class Strokes:
    """What a lane shows: between moments, while an operation is under way, and at a moment."""

    idle: str
    under_way: str
    moments: dict[Mark, str]


LINES = Strokes("│", "┃", {Mark.BEGAN: "┯", Mark.ENDED: "┷", Mark.UNKNOWN: "?", Mark.DONE: "●"})
LETTERS = Strokes("|", "#", {Mark.BEGAN: "v", Mark.ENDED: "^", Mark.UNKNOWN: "?", Mark.DONE: "o"})
"""For a terminal that knows ASCII only."""


def space_time_text(diagram: SpaceTime, strokes: Strokes = LINES, width: int = WIDTH) -> str:
    """Several lines, ending with a newline."""
    lines = [*wrap(diagram.says, width), "", *_heads(diagram, strokes)]
    open_ones: set[int] = set()
    for milliseconds, place, moment in diagram.rows():
        _note(open_ones, place, moment.mark)
        lanes = [
            strokes.moments[moment.mark]
            if lane == place
            else strokes.under_way
            if lane in open_ones
            else strokes.idle
            for lane in range(len(diagram.columns))
        ]
        head = f"{milliseconds:>{TIME - 5}.1f} ms  {_lanes(lanes)}"
        lines += _beside(head, moment.text, width)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _heads(diagram: SpaceTime, strokes: Strokes) -> list[str]:
    """Each name on a line of its own, above its lane."""
    return [
        f"{'':{TIME}}{_lanes([strokes.idle] * place)}{name}"
        for place, name in enumerate(diagram.columns)
    ]


def _lanes(marks: list[str]) -> str:
    return "".join(f"{mark:{LANE}}" for mark in marks)


def _note(open_ones: set[int], place: int, mark: Mark) -> None:
    if mark is Mark.BEGAN:
        open_ones.add(place)
    elif mark in (Mark.ENDED, Mark.UNKNOWN):
        open_ones.discard(place)


def _beside(head: str, text: str, width: int) -> list[str]:
    """The text right of the lanes, on as many lines as it needs."""
    words = wrap(text, max(20, width - len(head))) or [""]
    return [head + words[0], *(f"{'':{len(head)}}{more}" for more in words[1:])]
