"""Kept HTTP connections to one server, over the standard library's client.

A call of ours needs no redirects, cookies, proxies or decoding, and a client that looks after them
takes two to three times the CPU of the call itself.
"""

import http.client
import select
from collections import deque
from collections.abc import Mapping
from urllib.parse import urlsplit

Answer = tuple[int, bytes]
"""Status and body."""


class NoAnswer(Exception):
    """Nothing came back in time, or nothing that is HTTP. What happened there is unknown."""


class Connections:
    """A thread that asks takes the connection used last, or makes one; so there are never more than
    threads that ask at once."""

    def __init__(self, url: str, timeout_s: float) -> None:
        """`timeout_s` bounds each wait: to connect, to send, for the next bytes of the answer."""
        where = urlsplit(url)
        self._host, self._port = where.hostname or "", where.port
        self._prefix = where.path.rstrip("/")
        self._timeout_s = timeout_s
        self._idle: deque[http.client.HTTPConnection] = deque()

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Raises NoAnswer."""
        connection = self._take()
        try:
            connection.request(method, self._prefix + path, body, headers)
            response = connection.getresponse()
            answer = response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise NoAnswer(repr(error)) from error
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)  # closed by now if the server wished so: it opens again
        return answer

    def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> http.client.HTTPConnection:
        try:
            connection = self._idle.pop()
        except IndexError:
            return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout_s)
        if _was_dropped(connection):
            connection.close()
        return connection


def _was_dropped(connection: http.client.HTTPConnection) -> bool:
    """An idle connection that has something to read has been closed from over there."""
    if connection.sock is None:
        return False
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    return bool(poll.poll(0))
