"""What the parts did for an order, as moments of a space-time diagram.

Read off the times that the tables hold. They are those of the machine's clock, as the clients' are.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from experiments.checks.history.space_time import Mark, Moment, short
from experiments.order_story.trail import Trail

TIMES: Mapping[str, Mapping[str, str]] = {
    "orders": {"placed_at": "takes in order {order_id}", "settled_at": "settles it as {status}"},
    "reservations": {"released_at": "gives back {quantity} of {product_id}"},
    "ledger": {"at": "{kind}: {amount_cents} cents"},
    "notifications": {"sent_at": "notifies {status}"},
}
"""By table and column, what was done at that time."""


def moments_of(trail: Trail) -> tuple[Moment, ...]:
    """Of one order, by time."""
    found = [*_of_rows(trail), *_of_messages(trail)]
    return tuple(sorted(found, key=lambda each: each.at_s))


def _of_rows(trail: Trail) -> Iterator[Moment]:
    for table, times in TIMES.items():
        for row in trail.rows.get(table, ()):
            for column, words in times.items():
                if (at := row.get(column)) is not None:
                    text = words.format(**_shortened(row))
                    yield Moment(_seconds(at), trail.homes[table], Mark.DONE, text)


def _of_messages(trail: Trail) -> Iterator[Moment]:
    """A message is a line from where it was written, with what it tells of, to each part that
    handled it."""
    for number, message in enumerate(trail.messages):
        about = f"message {number}"
        text = f"sends {message.kind}" if message.sent_at else f"keeps {message.kind} unsent"
        yield Moment(_seconds(message.written_at), message.sender, Mark.DONE, text, about)
        for part, handled_at in message.handled:
            text = f"handles {message.kind} from {message.sender}"
            yield Moment(_seconds(handled_at), part, Mark.DONE, text, about)


def _shortened(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: short(value) if isinstance(value, str) else value for name, value in row.items()}


def _seconds(moment: datetime) -> float:
    return moment.timestamp()
