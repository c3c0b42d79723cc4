"""A connection to RabbitMQ with a channel, driven by the thread that uses it.

pika's blocking connection waits for a confirmation without end, and with it whoever holds a
transaction open meanwhile. So its asynchronous connection is used, and its loop is turned here, by
hand and as pika's blocking connection does it: nothing is waited for without a limit.
"""

import contextlib
import time
from collections.abc import Callable
from typing import Any, Final

from pika import SelectConnection, URLParameters
from pika.adapters.select_connection import IOLoop
from pika.exceptions import AMQPError, ChannelClosedByClient

from shared_domain.kernel.errors import Unavailable

OPEN_WITHIN_S: Final = 3.0
CLOSE_WITHIN_S: Final = 1.0
CONNECT_TIMEOUT_S: Final = 1.0


class Line:
    """Open from the start: raises Unavailable where it cannot be. When it is not turned for two to
    three times `heartbeat_s` the broker gives it up; 0 is never."""

    def __init__(self, url: str, name: str, heartbeat_s: int = 0) -> None:
        self._channel: Any = None
        self._ended = ""
        self._loop: Any = IOLoop()
        self._loop.activate_poller()
        self._connection: Any = SelectConnection(
            _parameters(url, name, heartbeat_s),
            on_open_callback=self._connected,
            on_open_error_callback=self._over,
            on_close_callback=self._over,
            custom_ioloop=self._loop,
        )
        try:
            if not self.until(lambda: self.is_open, OPEN_WITHIN_S):
                raise Unavailable("RabbitMQ does not answer")
        except Unavailable:
            self.close()
            raise

    @property
    def is_open(self) -> bool:
        return self._channel is not None and bool(self._channel.is_open) and not self._ended

    def ask(self, what: Callable[[Any], object]) -> None:
        """Do something with the channel. Raises Unavailable where it is over."""
        try:
            what(self._channel)
        except AMQPError as error:
            raise Unavailable(f"RabbitMQ: {error!r}") from error

    def open_channel(self, opened: Callable[[Any], object]) -> None:
        """One more, for what ends apart from the rest. Should the broker end it, the line is over.
        Raises Unavailable."""

        def begin(channel: Any) -> None:
            channel.add_on_close_callback(self._channel_over)
            opened(channel)

        self.ask(lambda _: self._connection.channel(on_open_callback=begin))

    def until(self, is_done: Callable[[], bool], within_s: float) -> bool:
        """Turn the loop until then, at least once; False when the time is over. Raises Unavailable
        when the line is."""
        if not self._ended:
            self._turn(lambda: bool(self._ended) or is_done(), within_s)
        if is_done():
            return True
        if self._ended:
            raise Unavailable(f"RabbitMQ: {self._ended}")
        return False

    def close(self) -> None:
        """What was asked before is still sent. Never raises."""
        with contextlib.suppress(Exception):  # it is given up, whatever state it is in
            if self._connection.is_open:
                self._connection.close()
                self._turn(lambda: bool(self._connection.is_closed), CLOSE_WITHIN_S)
        with contextlib.suppress(Exception):
            self._loop.deactivate_poller()
            self._loop.close()
        self._ended = self._ended or "closed"

    def _turn(self, is_done: Callable[[], bool], within_s: float) -> None:
        """The timer is there so that the loop does not sleep beyond the end."""
        end = time.monotonic() + within_s
        timer = self._loop.call_later(0.0 if is_done() else within_s, _wake)
        try:
            while True:
                self._loop.poll()
                self._loop.process_timeouts()
                if is_done() or time.monotonic() >= end:
                    return
        finally:
            self._loop.remove_timeout(timer)

    def _connected(self, _: Any) -> None:
        self.open_channel(self._opened)

    def _opened(self, channel: Any) -> None:
        self._channel = channel

    def _channel_over(self, _: Any, reason: object) -> None:
        if not isinstance(reason, ChannelClosedByClient):
            self._ended = repr(reason)

    def _over(self, _: Any, reason: object) -> None:
        self._ended = repr(reason)


def _parameters(url: str, name: str, heartbeat_s: int) -> URLParameters:
    parameters = URLParameters(url)
    parameters.client_properties = {"connection_name": name}
    parameters.connection_attempts = 1
    parameters.heartbeat = heartbeat_s
    parameters.socket_timeout = CONNECT_TIMEOUT_S
    parameters.stack_timeout = OPEN_WITHIN_S
    return parameters


def _wake() -> None:
    """Nothing is to be done: the loop is awake."""
