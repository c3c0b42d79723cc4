"""A violation as a space-time diagram: a column for each client and part, time downwards.

The vertical place of a moment is its rank, so that nothing covers anything; its time is written
beside it. Drawn for a console by `experiments/report/space_time_text.py` and for a page by
`experiments/report/page/figures/space_time.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from experiments.checks.history.operation import End, Kind, Operation, Sight
from experiments.checks.history.verdict import Violation

LONGEST_ID = 12


class Mark(StrEnum):
    """BEGAN and ENDED are a client's; UNKNOWN is an end that tells nothing; a part's are DONE."""

    BEGAN = "began"
    ENDED = "ended"
    UNKNOWN = "unknown"
    DONE = "done"


@dataclass(frozen=True)
class Moment:
    """`about` ties what belongs together: the two ends of an operation, or those of a message."""

    at_s: float
    column: str
    mark: Mark
    text: str
    about: str = ""


@dataclass(frozen=True)
class SpaceTime:
    """`moments` by time, the first of them at `began_s`; `says` is the violation in words."""

    says: str
    columns: tuple[str, ...]
    moments: tuple[Moment, ...]

    @property
    def began_s(self) -> float:
        return self.moments[0].at_s if self.moments else 0.0

    def rows(self) -> Iterator[tuple[float, int, Moment]]:
        """Milliseconds since the first moment, the column's place, the moment."""
        for moment in self.moments:
            yield 1000 * (moment.at_s - self.began_s), self.columns.index(moment.column), moment

    def spans(self) -> Iterator[tuple[int, int]]:
        """The places in `moments` of two that belong together, the earlier first."""
        first: dict[str, int] = {}
        for place, moment in enumerate(self.moments):
            if moment.about in first:
                yield first[moment.about], place
            elif moment.about:
                first[moment.about] = place


def space_time(violation: Violation, traces: Iterable[Moment] = ()) -> SpaceTime:
    """`traces` are what parts did meanwhile, on the clients' clock."""
    clients = [moment for each in violation.operations for moment in _moments(each)]
    parts = list(traces)
    columns = dict.fromkeys(each.column for each in (*clients, *_by_time(parts)))
    return SpaceTime(violation.sentence, tuple(columns), _by_time([*clients, *parts]))


def _by_time(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    return tuple(sorted(moments, key=lambda each: each.at_s))


def _moments(operation: Operation) -> Iterator[Moment]:
    customer, about = operation.customer_id, f"operation {operation.number}"
    yield Moment(operation.invoked_s, customer, Mark.BEGAN, _asked(operation), about)
    is_unknown = operation.end is End.UNKNOWN
    mark = Mark.UNKNOWN if is_unknown else Mark.ENDED
    yield Moment(operation.ended_s, customer, mark, _told(operation), about)


def _asked(operation: Operation) -> str:
    match operation.kind:
        case Kind.PLACE:
            lines = ", ".join(f"{units} of {product}" for product, units in operation.asked)
            return f"places {lines} with key {short(operation.subject)}"
        case Kind.READ:
            return f"reads order {short(operation.subject)}"
        case Kind.STOCK:
            return f"reads the stock of {operation.subject}"
        case Kind.LIST:
            return "lists the own orders"
        case Kind.WALLET:
            return "reads the own wallet"
        case Kind.NOTICES:
            return "reads the own notifications"


def _told(operation: Operation) -> str:
    if operation.end is End.UNKNOWN:
        return "is not told how that ended"
    if operation.end is End.FAILED:
        return "is told no"
    if operation.amount is not None:
        return f"is told {operation.amount}"
    return f"is told {', '.join(map(_order, operation.sights)) or 'of no order'}"


def _order(sight: Sight) -> str:
    reason = f" ({sight.reason})" if sight.reason else ""
    return f"order {short(sight.order_id)} {sight.status}{reason}"


def short(text: str) -> str:
    """The beginning of a long id."""
    return text if len(text) <= LONGEST_ID else f"{text[: LONGEST_ID - 3]}..."
