"""Calls the mailbox of each reader, one message after another."""

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


class RestPublisher:
    """`url` leads to all readers. Raises Unavailable where nobody listens there."""

    def __init__(self, url: str, readers: Readers) -> None:
        _require_listener(url)
        self._readers = readers
        self._calls = connection_from_url(url, maxsize=1)

    def publish(self, records: Sequence[Record]) -> None:
        until = time.monotonic() + PUBLISH_TIMEOUT_S
        for record in records:
            for reader in self._readers(record.topic):
                self._call(reader, record, until)

    def close(self) -> None:
        self._calls.close()

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


def _require_listener(url: str) -> None:
    where = urlsplit(url)
    try:
        address = (where.hostname or "", where.port or 80)
        socket.create_connection(address, CONNECT_TIMEOUT_S).close()
    except OSError as error:
        raise Unavailable(f"nobody listens at {url}: {error}") from error
