"""Which of a service's messages one sender sends, and how many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BATCH: Final = 200
BATCH_OF_CALLS: Final = 20
"""Where each message is a call: one after another, they must be over in the 3 s for which a row may
be held."""


@dataclass(frozen=True)
class Lane:
    """Those of `topics` or, if it takes the `others`, all but those."""

    topics: tuple[str, ...] = ()
    others: bool = True
    batch: int = BATCH

    def takes(self, topic: str) -> bool:
        return (topic in self.topics) is not self.others


WHOLE: Final = Lane()
"""Everything."""


def lanes_of(topics: Sequence[str], is_direct: bool) -> tuple[Lane, ...]:
    """Of a service that sends to these topics and to those of its dead letters."""
    if not is_direct:
        return (WHOLE,)
    own = (Lane((topic,), others=False, batch=BATCH_OF_CALLS) for topic in topics)
    return (*own, Lane(tuple(topics), batch=BATCH_OF_CALLS))
