"""A space-time diagram on a page: as in the console, with operations and messages as lines."""

from markupsafe import Markup

from experiments.checks.history.space_time import Mark, SpaceTime
from experiments.report.page.figures.svg import Drawing, Point

WIDTH = 620.0
ROW, LANE, HEAD = 18.0, 26.0, 15.0
LEFT, MARGIN = 78.0, 12.0
RADIUS = 4.0
KINDS = {Mark.BEGAN: "mark", Mark.ENDED: "numbered", Mark.UNKNOWN: "fault", Mark.DONE: "block"}


def space_time_plot(diagram: SpaceTime) -> Markup:
    rows = list(diagram.rows())
    top = MARGIN + HEAD * len(diagram.columns)
    bottom = top + ROW * (len(rows) + 1)
    drawing = Drawing(WIDTH, bottom + MARGIN, f"{diagram.says}. {_told(diagram)}")
    for place, name in enumerate(diagram.columns):
        begin = MARGIN + HEAD * place
        drawing.text((_x(place) - 3, begin + 4), name, "small")
        drawing.line((_x(place), begin + 8), (_x(place), bottom), "grid")
    places = [(_x(place), top + ROW * (n + 1)) for n, (_, place, _) in enumerate(rows)]
    for one, other in diagram.spans():
        drawing.line(places[one], places[other], _stroke(places[one], places[other]))
    beside = _x(len(diagram.columns))
    for (milliseconds, _, moment), (x, y) in zip(rows, places, strict=True):
        drawing.text((LEFT - 14, y + 4), f"{milliseconds:.1f} ms", "small", "end")
        drawing.dot((x, y), RADIUS, KINDS[moment.mark], moment.text)
        drawing.text((beside, y + 4), moment.text, "value")
    return drawing.markup()


def _x(place: int) -> float:
    return LEFT + LANE * place


def _stroke(one: Point, other: Point) -> str:
    """An operation stays in its lane, a message crosses over."""
    return "interval" if one[0] == other[0] else "axis"


def _told(diagram: SpaceTime) -> str:
    """All of it in words."""
    return "; ".join(
        f"{milliseconds:.1f} ms: {moment.column} {moment.text}"
        for milliseconds, _, moment in diagram.rows()
    )
