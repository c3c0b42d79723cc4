"""Something that keeps orders right although messages are disturbed, and the release without it."""

from dataclasses import dataclass
from functools import cached_property

from experiments.artefacts.release import Release
from experiments.distributed.counting import code_in, joined
from experiments.distributed.passages import Lines, Passage, find


@dataclass(frozen=True)
class Protection:
    """`promise` holds because of all `passages`. In the release `without` it is taken away,
    and the disturbance `shown_by` tells; where that `loses` messages, orders wait for them in vain.
    """

    name: str
    promise: str
    shown_by: str
    passages: tuple[Passage, ...]
    without: Release
    loses: bool = False

    @cached_property
    def lines(self) -> tuple[Lines, ...]:
        """By file, in its order. Raises LostPassage."""
        return joined(map(find, self.passages))

    @property
    def code(self) -> frozenset[tuple[str, int]]:
        """Path and number of its lines of code."""
        return code_in(self.lines)
