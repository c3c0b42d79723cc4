"""Takes messages out of a service's mailbox, on a connection of its own."""

import contextlib
import select
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import psycopg

from microservices.chassis.bus import Delivery
from microservices.chassis.rest.mailbox import CHANNEL, SHARES
from microservices.chassis.rest.shares import Shares
from shared_domain.kernel.errors import Unavailable

CONNECT_TIMEOUT_S: Final = 2
REVIEW_EVERY_S: Final = 0.5  # for those who died without a word
MOST_RECORDS: Final = 10
NEXT: Final = (
    "SELECT position, topic, partition, payload FROM mailbox WHERE done_at IS NULL"
    " AND topic = ANY(%s) AND partition = ANY(%s) AND NOT position = ANY(%s)"
    " ORDER BY position LIMIT %s"
)
WAITING: Final = (
    "SELECT topic, count(*) FROM mailbox WHERE done_at IS NULL"
    " AND topic = ANY(%s) AND partition = ANY(%s) AND NOT position = ANY(%s) GROUP BY topic"
)
DONE: Final = "UPDATE mailbox SET done_at = now() WHERE position = ANY(%s)"


class MailboxSubscription:
    """What the connection loses it begins anew: what was received and is not done comes again."""

    def __init__(self, database_url: str, topics: Sequence[str]) -> None:
        self._conninfo = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._topics = list(topics)
        self._waiting: Counter[str] = Counter()
        self._received: list[int] = []
        self._review_at = 0.0
        self._has_mail = False
        try:
            self._open()
        except psycopg.Error as error:
            raise Unavailable(f"the mailbox does not answer: {error}") from error

    @property
    def assigned(self) -> bool:
        return self._shares.is_settled

    @property
    def behind(self) -> Mapping[str, int]:
        return {topic: max(0, self._waiting[topic]) for topic in self._topics}

    def receive(self, timeout_s: float) -> list[Delivery]:
        try:
            return self._receive(timeout_s)
        except psycopg.Error:
            self._close()
        try:
            self._open()
            return self._receive(timeout_s)
        except psycopg.Error as error:
            self._close()
            raise Unavailable(f"the mailbox does not answer: {error}") from error

    def done(self) -> None:
        received, self._received = self._received, []
        with contextlib.suppress(psycopg.Error):  # it comes again, the inbox knows
            self._connection.execute(DONE, (received,))

    def close(self) -> None:
        self._close()

    def leave(self) -> None:
        with contextlib.suppress(psycopg.Error):  # then its connection is over, and its locks
            self._shares.leave()
            self._connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, SHARES))
        self._close()

    def _open(self) -> None:
        self._connection: psycopg.Connection[Any] = psycopg.connect(
            self._conninfo, autocommit=True, connect_timeout=CONNECT_TIMEOUT_S
        )
        self._received, self._review_at = [], 0.0
        self._connection.add_notify_handler(self._notice)
        self._connection.execute(f"LISTEN {CHANNEL}".encode())
        self._shares = Shares(self._connection)

    def _close(self) -> None:
        with contextlib.suppress(Exception):  # it is given up, whatever state it is in
            self._connection.close()

    def _receive(self, timeout_s: float) -> list[Delivery]:
        self._review()
        found = self._next()
        if not found:
            self._await_mail(timeout_s)
            self._review()
            found = self._next()
        return found

    def _review(self) -> None:
        if time.monotonic() < self._review_at:
            return
        self._shares.review()
        rows = self._connection.execute(WAITING, self._mine()).fetchall()
        self._waiting = Counter(dict(rows))
        self._review_at = time.monotonic() + (REVIEW_EVERY_S if self._shares.is_settled else 0.0)

    def _next(self) -> list[Delivery]:
        self._has_mail = False
        rows = self._connection.execute(NEXT, (*self._mine(), MOST_RECORDS)).fetchall()
        self._received += [position for position, *_ in rows]
        self._waiting.subtract(topic for _, topic, *_ in rows)
        return [
            Delivery(topic, f"{topic}:{partition}:{position}", payload)
            for position, topic, partition, payload in rows
        ]

    def _mine(self) -> tuple[list[str], list[int], list[int]]:
        return self._topics, sorted(self._shares.held), self._received

    def _await_mail(self, timeout_s: float) -> None:
        """What is told while a statement runs is noticed then, and not waited for."""
        if not self._has_mail:
            select.select([self._connection.fileno()], [], [], timeout_s)

    def _notice(self, told: psycopg.Notify) -> None:
        self._has_mail = True
        if told.payload == SHARES:
            self._review_at = 0.0
