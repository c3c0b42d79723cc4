"""A drawing: SVG put together element by element, so that every text is escaped and every drawing
is well-formed. Colours are the style sheet's, by class, so that they follow light and dark."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from markupsafe import Markup

from experiments.report.page.figures.plain import printable

Point = tuple[float, float]


class Drawing:
    """`says` is the whole drawing in words, for those who do not see it."""

    def __init__(self, width: float, height: float, says: str) -> None:
        self.width = width
        self.height = height
        self._root = ET.Element("svg", {"viewBox": f"0 0 {width:g} {height:g}", "role": "img"})
        self._root.set("aria-label", printable(says))

    def line(self, start: Point, end: Point, kind: str) -> None:
        (x1, y1), (x2, y2) = start, end
        self._add("line", kind, x1=x1, y1=y1, x2=x2, y2=y2)

    def path(self, points: Iterable[Point | None], kind: str) -> None:
        """A line through the points, broken at each None."""
        words, pen = [], "M"
        for point in points:
            if point is None:
                pen = "M"
            else:
                words.append(f"{pen}{_short(point[0])} {_short(point[1])}")
                pen = "L"
        if words:
            self._add("path", kind).set("d", "".join(words))

    def box(self, corner: Point, width: float, height: float, kind: str) -> None:
        """From its upper left corner; nothing where it would have no extent."""
        if width > 0 and height > 0:
            self._add("rect", kind, x=corner[0], y=corner[1], width=width, height=height)

    def dot(self, centre: Point, radius: float, kind: str, tip: str = "") -> None:
        """A disc; `tip` shows when a mouse rests on it."""
        self._tip(self._add("circle", kind, cx=centre[0], cy=centre[1], r=radius), tip)

    def diamond(self, centre: Point, radius: float, kind: str, tip: str = "") -> None:
        (x, y), r = centre, radius
        shape = self._add("path", kind)
        corners = ((x, y - r), (x + r, y), (x, y + r), (x - r, y))
        shape.set("d", "M" + "L".join(f"{_short(a)} {_short(b)}" for a, b in corners) + "Z")
        self._tip(shape, tip)

    def text(self, place: Point, words: str, kind: str = "", anchor: str = "start") -> None:
        found = self._add("text", kind, x=place[0], y=place[1])
        found.set("text-anchor", anchor)
        found.text = printable(words)

    def markup(self) -> Markup:
        """Safe to put into a page: ElementTree has escaped it."""
        return Markup(ET.tostring(self._root, encoding="unicode"))

    def _add(self, tag: str, kind: str, **numbers: float) -> ET.Element:
        found = ET.SubElement(self._root, tag)
        if kind:
            found.set("class", kind)
        for name, value in numbers.items():
            found.set(name, _short(value))
        return found

    def _tip(self, element: ET.Element, tip: str) -> None:
        if tip:
            ET.SubElement(element, "title").text = printable(tip)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
