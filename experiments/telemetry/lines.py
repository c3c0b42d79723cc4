"""Lines of files that may be huge, broken or still growing: one at a time, never a whole file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

LONGEST = 8 * 2**20
"""Bytes of a line; a full batch of spans has about one million."""

MOST_NOTED = 10_000


@dataclass
class Unread:
    """Lines that could not be read, or not wholly; where the first one is, and why. A line counts
    once, however often it is met."""

    first: str = ""
    _places: set[tuple[Path, int]] = field(default_factory=set)

    @property
    def count(self) -> int:
        """MOST_NOTED stands for as many or more."""
        return len(self._places)

    def note(self, path: Path, line: int, why: str) -> None:
        if len(self._places) < MOST_NOTED:
            self._places.add((path, line))
        self.first = self.first or f"{path.parent.name}/{path.name}, line {line}: {why}"

    def told(self) -> str:
        """One line for a person; "" if everything was read."""
        if not self.count:
            return ""
        lines = "1 line" if self.count == 1 else f"{self.count:,} lines"
        more = " or more" if self.count == MOST_NOTED else ""
        return f"{lines}{more} could not be read and left out; the first: {self.first}"


def lines_of(
    paths: Iterable[Path], unread: Unread, longest: int = LONGEST
) -> Iterator[tuple[Path, int, bytes]]:
    """Each line with its file and its number. What is longer than `longest` is passed over, and so
    is a file that goes away meanwhile."""
    for path in paths:
        number = 0
        try:
            with path.open("rb") as file:
                while line := file.readline(longest):
                    number += 1
                    if len(line) == longest and not line.endswith(b"\n"):
                        _pass_over(file, longest)
                        unread.note(path, number, f"longer than {longest} bytes")
                    else:
                        yield path, number, line
        except OSError as error:
            unread.note(path, number + 1, error.strerror or str(error))


def _pass_over(file: BinaryIO, longest: int) -> None:
    """The rest of the present line."""
    while (more := file.readline(longest)) and not more.endswith(b"\n"):
        pass
