"""Give the arm its time to finish, and read it at one moment."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from experiments.checks.invariants.evidence import PENDING
from experiments.checks.invariants.fetch import Unreadable
from experiments.checks.invariants.relations import Relations

FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 0.5


@dataclass(frozen=True)
class Settled:
    """The last reading, first seen `seconds` after the wait began.

    `pending` and `unnotified` count the orders that were not finished. `is_still` says that the
    reading before was equal: only then do the relations of several databases belong together.
    """

    relations: Relations
    seconds: float
    pending: int
    unnotified: int
    is_still: bool

    @property
    def is_complete(self) -> bool:
        return self.is_still and not self.pending and not self.unnotified

    def __str__(self) -> str:
        return (
            f"{len(self.relations.orders)} orders: {self.pending} pending,"
            f" {self.unnotified} settled and not notified"
        )


def await_settled(
    read: Callable[[], Relations],
    deadline_s: float,
    say: Callable[[str], None],
    now: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Settled:
    """Read until every order is final and notified and two readings in a row are equal, which
    makes the last one true of all databases at once; or until `deadline_s` seconds are over.

    A database that does not answer is waited for. Raises Unreadable if the last reading failed.
    """
    began, said = now(), ""
    settled: Settled | None = None
    for pause_s in _pauses():
        error: Unreadable | None = None
        try:
            settled = _compare(settled, read(), now() - began)
        except Unreadable as unreadable:
            error, settled = unreadable, None
        if settled is not None and settled.is_complete:
            return settled
        left_s = began + deadline_s - now()
        if left_s <= 0:
            break
        if (news := str(error or settled)) != said:
            say(news)
            said = news
        pause(min(pause_s, left_s))
    if settled is None:
        assert error is not None
        raise error
    return settled


def _pauses() -> Iterator[float]:
    pause_s = FIRST_PAUSE_S
    while True:
        yield pause_s
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)


def _compare(before: Settled | None, relations: Relations, seconds: float) -> Settled:
    is_still = before is not None and before.relations == relations
    told = {notification.order_id for notification in relations.notifications}
    pending = sum(order.status == PENDING for order in relations.orders)
    settled = (order.order_id for order in relations.orders if order.status != PENDING)
    return Settled(
        relations=relations,
        seconds=before.seconds if before is not None and is_still else seconds,
        pending=pending,
        unnotified=sum(order_id not in told for order_id in settled),
        is_still=is_still,
    )
