"""The shown outputs of a document, found and replaced.

<!-- output of: ./cleave list -->
```text
(what it prints)
```
<!-- end -->
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

BLOCK = re.compile(
    r"<!-- (?P<kind>output of|shows): (?P<source>.+?) -->\n```text\n(?P<text>.*?)```\n<!-- end -->",
    re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """`kind` is "output of" (a command) or "shows" (a kept run); `text` ends with a newline."""

    kind: str
    source: str
    text: str


def blocks_of(document: str) -> list[Block]:
    return [Block(**found.groupdict()) for found in BLOCK.finditer(document)]


def refreshed(document: str, produce: Callable[[Block], str]) -> str:
    """The document with every block's text as `produce` gives it."""

    def fresh(found: re.Match[str]) -> str:
        block = Block(**found.groupdict())
        return f"<!-- {block.kind}: {block.source} -->\n```text\n{produce(block)}```\n<!-- end -->"

    return BLOCK.sub(fresh, document)
