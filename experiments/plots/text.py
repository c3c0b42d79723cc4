"""Text of a run as a notebook shows it: markdown, in which nothing from a run's folder can be
anything but text."""

from collections.abc import Iterable, Sequence

from experiments.report.page.figures.plain import printable

SPECIAL = "\\`*_[]<>|$#"


class Text:
    """A piece of markdown."""

    def __init__(self, markdown: str) -> None:
        self.markdown = markdown

    def __repr__(self) -> str:
        return self.markdown

    def _repr_markdown_(self) -> str:
        return self.markdown


def not_kept(run: str) -> Text:
    """In place of a drawing."""
    return Text(f"The run {plain(run)} kept no raw data: there is nothing to draw here.")


def plain(text: str) -> str:
    """Text from outside, so that markdown leaves it alone."""
    return "".join(f"\\{one}" if one in SPECIAL else one for one in printable(text))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A markdown table. Cells are markdown without line breaks."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
