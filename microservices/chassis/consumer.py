"""One thread that handles messages: each once, in order, in a transaction of its own."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from microservices.chassis.bus import Bus, Delivery, Subscription
from microservices.chassis.dead_letters import DeadLetters
from microservices.chassis.inbox import first_time
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.down import DOWN
from shared_domain.kernel.retry import MESSAGE_RETRIES
from shared_domain.messages.envelope import Envelope, MalformedMessage
from shared_domain.messages.events import Event

log = logging.getLogger(__name__)
Handler = Callable[[Session, Envelope], None]
Handlers = Mapping[type[Any], Handler]
RECEIVE_S = 0.5
PAUSE_S = 0.2


class Interrupted(Exception):
    """Told to stop while a message waits for something that is down: it comes again."""


class Unhandled(Exception):
    """A command or a reply that was meant for us and that nobody here handles; trying again cannot
    help."""


class Consumer:
    def __init__(
        self,
        database: Database,
        bus: Bus,
        topics: Sequence[str],
        handlers: Handlers,
        dead_letters: DeadLetters,
    ) -> None:
        self._database = database
        self._bus = bus
        self.topics = topics
        self._handlers = handlers
        self._dead_letters = dead_letters
        self._subscription: Subscription | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="consumer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Receive nothing more; what has been received is handled to its end."""
        self._stopping.set()

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def assigned(self) -> bool:
        return self._subscription is not None and self._subscription.assigned

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.receive()
            except Interrupted:
                break
            except DOWN as error:
                log.warning("consumer will try again: %s", error)
                self._resubscribe_later()
            except Exception:
                log.exception("consumer will try again")
                self._resubscribe_later()
        if self._subscription is not None:
            self._subscription.leave()

    def receive(self) -> None:
        if self._subscription is None:
            self._subscription = self._bus.subscribe(self.topics)
        received = self._subscription.receive(RECEIVE_S)
        for delivery in received:
            self.handle(delivery)
        if received:
            self._subscription.done()

    def _resubscribe_later(self) -> None:
        subscription, self._subscription = self._subscription, None
        if subscription is not None:
            subscription.close()
        self._stopping.wait(PAUSE_S)

    def handle(self, delivery: Delivery) -> None:
        """Return when the message has had its effect once, or lies in the dead letters.

        Raises Interrupted when it is told to stop before it got so far.
        """
        waits = MESSAGE_RETRIES.waits()
        wait: float | None
        while True:
            try:
                return self._handle_once(delivery)
            except DOWN as error:
                log.warning("%s waits: %s", delivery.place, error)
                wait = PAUSE_S
            except (MalformedMessage, Unhandled) as error:
                return self._give_up(delivery, error)
            except Exception as error:
                log.warning("%s failed", delivery.place, exc_info=True)
                wait = next(waits, None)
                if wait is None:
                    return self._give_up(delivery, error)
            self._wait(wait)

    def _handle_once(self, delivery: Delivery) -> None:
        envelope = Envelope.from_json(delivery.payload)
        handler = self._handlers.get(type(envelope.message))
        if handler is None:
            self._pass_by(envelope)
            return
        with self._database.write() as session:
            if first_time(session, envelope.id):
                handler(session, envelope)

    def _pass_by(self, envelope: Envelope) -> None:
        """An event need not interest us; a command or a reply was meant for us."""
        if not isinstance(envelope.message, Event):
            raise Unhandled(f"nobody here handles {envelope.type}")

    def _give_up(self, delivery: Delivery, error: Exception) -> None:
        while True:
            try:
                with self._database.write() as session:
                    return self._dead_letters.put(session, delivery, error)
            except DOWN as down:
                log.warning("%s waits for its dead letter: %s", delivery.place, down)
                self._wait(PAUSE_S)

    def _wait(self, seconds: float) -> None:
        if self._stopping.wait(seconds):
            raise Interrupted
