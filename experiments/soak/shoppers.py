"""Customers who will have what they want: who is not answered asks again, with the same key."""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from random import Random
from typing import Any, Final

from experiments.checks.history.log import HistoryLog
from experiments.checks.history.operation import End, Kind, Operation
from experiments.checks.invariants.evidence import PENDING
from experiments.soak.wishes import Wish
from experiments.workload.operations import Ask

AGAIN_AFTER_S: Final = (0.2, 0.5, 1.0)
LOOK_AFTER_S: Final = (0.1, 0.2, 0.4, 0.8)
"""Waits between tries and between looks; the last one repeats."""
SPREAD: Final = (0.5, 1.5)
"""Of a wait between tries: those who were refused together do not come back together."""
TOLD_WITHIN_S: Final = 60.0
FOLLOWED_S: Final = 10.0
LOOKS_AROUND: Final = 7
"""One of so many reads a stock and the own wallet when served, for the rules on reads."""

Send = Callable[[str, str, dict[str, str], bytes | None], tuple[int, Any]]


class Shoppers:
    """All that they ask and learn is written down. Many threads may use it; `over` cuts their
    patience short."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._log = HistoryLog()

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self._log.operations

    def serve(self, wish: Wish, over: threading.Event) -> None:
        """Buy it, and look at it until it is final, FOLLOWED_S at most. Some look around, too."""
        placed = self.buy(wish, over)
        self.follow(placed, over)
        if placed.number % LOOKS_AROUND == 0:
            self._get(wish.customer_id, Kind.STOCK, wish.lines[0][0], "/products/{}/stock")
            self._get(wish.customer_id, Kind.WALLET, "", "/wallet")

    def buy(self, wish: Wish, over: threading.Event) -> Operation:
        """The last try: they try until they are told, TOLD_WITHIN_S at most."""
        until, waits = time.monotonic() + TOLD_WITHIN_S, _waits(wish)
        placed = self.place(wish)
        while placed.end is End.UNKNOWN and not _ends(over, next(waits), until):
            placed = self.place(wish)
        return placed

    def place(self, wish: Wish) -> Operation:
        """One try."""
        asked = Ask("/orders", "", wish.customer_id, wish.key, wish.lines)
        return self._log.ask(
            wish.customer_id,
            Kind.PLACE,
            wish.key,
            lambda: self._send("POST", asked.path, asked.headers(), asked.body()),
            wish.lines,
        )

    def follow(self, placed: Operation, over: threading.Event) -> None:
        until, waits = time.monotonic() + FOLLOWED_S, _repeating(LOOK_AFTER_S)
        for sight in placed.sights:
            status = sight.status
            while status == PENDING and not _ends(over, next(waits), until):
                seen = self.look(placed.customer_id, sight.order_id).sights
                status = seen[0].status if seen else status

    def look(self, customer_id: str, order_id: str) -> Operation:
        return self._get(customer_id, Kind.READ, order_id, "/orders/{}")

    def _get(self, customer_id: str, kind: Kind, subject: str, path: str) -> Operation:
        asked = Ask(path.format(subject), customer_id=customer_id)
        return self._log.ask(
            customer_id,
            kind,
            subject,
            lambda: self._send("GET", asked.path, asked.headers(), None),
        )


def _waits(wish: Wish) -> Iterator[float]:
    """Between tries, by dice of his own: the same each time he has this wish."""
    own = Random(f"{wish.customer_id} {wish.key}")
    return (wait_s * own.uniform(*SPREAD) for wait_s in _repeating(AGAIN_AFTER_S))


def _repeating(waits: tuple[float, ...]) -> Iterator[float]:
    return chain(waits, repeat(waits[-1]))


def _ends(over: threading.Event, wait_s: float, until: float) -> bool:
    """Whether there is no going on after a wait."""
    return time.monotonic() > until or over.wait(wait_s)
