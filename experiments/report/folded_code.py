"""Python source folded to a width, so that it still reads as code: broken where a person would."""

import re
from collections.abc import Iterator

HANGING = 8
"""Columns that the rest of a broken line of code stands deeper than its beginning."""

LEAST = 12
"""Columns that are left for text, however deep it stands."""

QUOTES = '"""'
MARK = "# "
COMMENT = re.compile(r"(?:^\s*|\s\s)# ")


def folded(source: str, width: int) -> str:
    """No line of it is longer than `width` columns."""
    return "\n".join(_folded(source, width))


def _folded(source: str, width: int) -> Iterator[str]:
    in_docstring = False
    for line in source.splitlines():
        prose = in_docstring or line.lstrip().startswith(QUOTES)
        in_docstring ^= line.count(QUOTES) % 2 == 1
        yield from _broken(line, width, prose)


def _broken(line: str, width: int, prose: bool) -> Iterator[str]:
    """A docstring goes on where its line began, a comment with its mark, code deeper."""
    least = min(_depth(line), width - LEAST)
    deeper = min(least + HANGING, width - LEAST)
    while len(line) > width:
        comment = not prose and COMMENT.search(line[:width])
        begins_so = comment and line.lstrip().startswith(MARK)
        margin = " " * (least if prose or begins_so else deeper) + (MARK if comment else "")
        cut = _cut(line, width, len(margin))
        yield line[:cut].rstrip()
        line = margin + line[cut:].lstrip()
        least = _depth(line) if comment else least
    yield line


def _cut(line: str, width: int, margin: int) -> int:
    """Before the word that does not fit; if it fits nowhere, within it: after a bracket or dot."""
    begun = _depth(line) + len(MARK)
    space = line.rfind(" ", begun, width + 1)
    word = line[space + 1 :].partition(" ")[0]
    if space > 0 and margin + len(word) <= width:
        return space
    bracket = 1 + max(line.rfind(one, begun, width) for one in "([{")
    dot = 1 + line.rfind(".", begun, width)
    return bracket or dot or (space if space > 0 else width)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
