"""What clients were shown and when, one request a line: for the rules about order in time.

Written only where a plan asks for it: it costs the generator a line for each look at an order.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.errors import LabError
from experiments.workload.attempt import Attempt
from experiments.workload.operations import PLACE_ORDER
from experiments.workload.scoring import Answer

FILE = "history.jsonl.gz"
LOOK, LIST, PAGE = "look-at-order", "list-orders", "read-page"


class BrokenHistoryError(LabError):
    """The history cannot be used; the text is one line that says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """`operation` is LOOK or one of OPERATIONS, `subject` the key, order or product it is about.

    Times are seconds since 1970, `status` is 0 where no answer came, and `body` is the part of the
    answer that tells of orders and units: None where there is none of that.
    """

    operation: str
    customer_id: str
    subject: str
    lines: tuple[tuple[str, int], ...]
    began_s: float
    ended_s: float
    status: int
    body: Mapping[str, Any] | None


class HistoryWriter:
    """`begin_wall_s` is the load's start in seconds since 1970."""

    def __init__(self, folder: Path, begin_wall_s: float) -> None:
        self._file = gzip.open(folder / FILE, "wt", compresslevel=1)  # noqa: SIM115
        self._begin_wall_s = begin_wall_s

    def write(self, attempt: Attempt) -> None:
        """The operation, if its answer tells of orders or units, and each look that followed."""
        arrival, wanted = attempt.arrival, attempt.arrival.ask
        name, ended_s = arrival.operation.name, arrival.at_s + attempt.waited_s
        if name in GISTS:
            subject = wanted.key if name == PLACE_ORDER else wanted.subject
            self._line(name, wanted.customer_id, subject, wanted.lines,
                       attempt.started_s, ended_s, attempt.answer)  # fmt: skip
        for look in attempt.looks:
            self._line(LOOK, wanted.customer_id, look.order_id, (),
                       look.began_s, look.ended_s, look.answer)  # fmt: skip

    def close(self) -> None:
        self._file.close()

    def _line(
        self,
        name: str,
        customer_id: str,
        subject: str,
        lines: tuple[tuple[str, int], ...],
        began_s: float,
        ended_s: float,
        answer: Answer,
    ) -> None:
        began, ended = self._begin_wall_s + began_s, self._begin_wall_s + ended_s
        row = [name, customer_id, subject, lines, began, ended, answer.status, gist(name, answer)]
        self._file.write(json.dumps(row) + "\n")


def gist(name: str, answer: Answer) -> Mapping[str, Any] | None:
    try:
        return GISTS[name](answer.body)
    except (KeyError, TypeError, AttributeError):
        return None


def _order(body: Any) -> Mapping[str, Any]:
    return {name: body[name] for name in ("order_id", "status", "reason", "total_cents")}


GISTS: Mapping[str, Callable[[Any], Mapping[str, Any]]] = {
    PLACE_ORDER: _order,
    LOOK: _order,
    LIST: lambda body: {"orders": [_order(each) for each in body["orders"]], "next": body["next"]},
    PAGE: lambda body: {"available": body["available"]},
}


def read_history(folder: Path) -> tuple[Request, ...]:
    """Raises BrokenHistoryError if it is missing, cut short or damaged."""
    path = folder / FILE
    try:
        return tuple(_requests(path))
    except FileNotFoundError:
        raise BrokenHistoryError(f"{path}: no such file") from None
    except EOFError:
        raise BrokenHistoryError(f"{path}: cut short, the generator did not end well") from None
    except (OSError, zlib.error, UnicodeDecodeError) as error:
        raise BrokenHistoryError(f"{path}: damaged ({error})") from None


def _requests(path: Path) -> Iterator[Request]:
    with gzip.open(path, "rt") as file:
        for number, line in enumerate(file, 1):
            try:
                name, customer, subject, lines, *rest = json.loads(line)
                asked = tuple((product, units) for product, units in lines)
                yield Request(name, customer, subject, asked, *rest)
            except (ValueError, TypeError):
                raise BrokenHistoryError(f"{path}: line {number} is not a request") from None
