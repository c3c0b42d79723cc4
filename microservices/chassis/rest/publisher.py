"""Calls the mailbox of each reader, one message after another."""

import hashlib
import socket
import time
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from urllib3.connectionpool import connection_from_url
from urllib3.exceptions import HTTPError

from microservices.chassis.bus import PUBLISH_TIMEOUT_S, Record
from microservices.chassis.topics import Readers
from shared_domain.kernel.errors import Unavailable

CALL_TIMEOUT_S = 1.0  # of one: the reader only has to store it
CONNECT_TIMEOUT_S = 1.0
TAKEN = 204
HEADERS = {"Content-Type": "application/octet-stream"}
Call = tuple[str, str, str, bytes]
"""A reader, and what it was told: the topic, the key, and the digest of the message."""


class RestPublisher:
    """`url` leads to all readers. Raises Unavailable where nobody listens there.

    What one reader takes and another does not is published again. `taken` remembers what need not
    be told again then; whoever fails is given up for a new one, so it is the bus's.
    """

    def __init__(self, url: str, readers: Readers, taken: set[Call]) -> None:
        _require_listener(url)
        self._readers = readers
        self._taken = taken
        self._calls = connection_from_url(url, maxsize=1)

    def publish(self, records: Sequence[Record]) -> None:
        until = time.monotonic() + PUBLISH_TIMEOUT_S
        topics = dict.fromkeys(each.topic for each in records)
        readers = list(dict.fromkeys(name for topic in topics for name in self._readers(topic)))
        failures = []
        for place, reader in enumerate(readers):
            left_s = until - time.monotonic()
            share_s = left_s / (len(readers) - place)
            try:
                self._tell(reader, records, time.monotonic() + share_s)
            except Unavailable as error:
                failures.append(error)
        if failures:
            raise failures[0]
        self._taken.difference_update([_told(name, each) for name in readers for each in records])

    def close(self) -> None:
        self._calls.close()

    def _tell(self, reader: str, records: Sequence[Record], until: float) -> None:
        """In their order, up to the first that it does not take."""
        for record in records:
            call = _told(reader, record)
            if reader in self._readers(record.topic) and call not in self._taken:
                self._call(reader, record, until)
                self._taken.add(call)

    def _call(self, reader: str, record: Record, until: float) -> None:
        left_s = until - time.monotonic()
        if left_s <= 0:
            raise Unavailable(f"not known to be taken: {reader} takes messages too slowly")
        path = f"/mailbox/{reader}/{record.topic}?key={quote(record.key, safe='')}"
        try:
            answer = self._calls.urlopen(
                "POST",
                path,
                record.payload,
                HEADERS,
                retries=False,
                redirect=False,
                timeout=min(CALL_TIMEOUT_S, left_s),
            )
        except HTTPError as error:
            raise Unavailable(f"not known to be taken: {reader} did not answer: {error}") from error
        if answer.status != TAKEN:
            raise Unavailable(f"{reader} answered {answer.status} to {record.topic}")


def _told(reader: str, record: Record) -> Call:
    return reader, record.topic, record.key, hashlib.sha256(record.payload).digest()


def _require_listener(url: str) -> None:
    where = urlsplit(url)
    try:
        address = (where.hostname or "", where.port or 80)
        socket.create_connection(address, CONNECT_TIMEOUT_S).close()
    except OSError as error:
        raise Unavailable(f"nobody listens at {url}: {error}") from error
