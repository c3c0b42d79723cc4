"""One thread that handles messages: each once, in order, in a transaction of its own."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from microservices.chassis.bus import Bus, Delivery, Subscription
from microservices.chassis.dead_letters import DeadLetters
from microservices.chassis.inbox import first_time
from microservices.chassis.seen import MessagesSeen
from microservices.chassis.worker import Interrupted, Worker
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.retry import MESSAGE_RETRIES, PAUSE_S, attempt
from shared_domain.kernel.seeing.here import span
from shared_domain.messages.envelope import Envelope, MalformedMessage
from shared_domain.messages.events import Event

log = logging.getLogger(__name__)
Handler = Callable[[Session, Envelope], None]
Handlers = Mapping[type[Any], Handler]
RECEIVE_S = 0.5


class Unhandled(Exception):
    """A command or a reply that was meant for us and that nobody here handles; trying again cannot
    help."""


class Consumer(Worker):
    """Told to stop, it receives nothing more; what it has received is handled to its end."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        topics: Sequence[str],
        handlers: Handlers,
        dead_letters: DeadLetters,
        seen: MessagesSeen | None = None,
    ) -> None:
        super().__init__({"consumer": self._run})
        self._database = database
        self._bus = bus
        self.topics = topics
        self._handlers = handlers
        self._dead_letters = dead_letters
        self._seen = seen or MessagesSeen("unknown")
        self._subscription: Subscription | None = None

    def assigned(self) -> bool:
        return self._subscription is not None and self._subscription.assigned

    def _run(self) -> None:
        while not self._stopping.is_set():
            if not attempt("consumer", self.receive):
                self._resubscribe_later()
        if self._subscription is not None:
            self._subscription.leave()

    def receive(self) -> None:
        """Handle what comes in; what stays unhandled, because it is told to stop, comes again."""
        if self._subscription is None:
            self._subscription = self._bus.subscribe(self.topics)
        received = self._subscription.receive(RECEIVE_S)
        self._seen.lag(self._subscription.behind)
        with suppress(Interrupted):
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
        while True:
            try:
                return self._until_up(delivery.place, lambda: self._handle_once(delivery))
            except Interrupted:
                raise
            except (MalformedMessage, Unhandled) as error:
                return self._give_up(delivery, error)
            except Exception as error:
                with self._seen.about(delivery):
                    log.warning("%s failed", delivery.place, exc_info=True)
                wait = next(waits, None)
                if wait is None:
                    return self._give_up(delivery, error)
            self._pause(wait)

    def _handle_once(self, delivery: Delivery) -> None:
        envelope = Envelope.read(delivery.payload)
        handler = self._handlers.get(type(envelope.message))
        if handler is None:
            self._pass_by(envelope)
            self._seen.ignored(delivery.topic, envelope)
            return
        handling = self._seen.handling(delivery.topic, envelope)
        with handling as tried, self._database.write() as session:
            if self._is_new(session, envelope):
                handler(session, envelope)
            else:
                tried.outcome = "again"

    def _is_new(self, session: Session, envelope: Envelope) -> bool:
        with span(f"inbox {envelope.type}") as seen:
            is_new = first_time(session, envelope.id)
            if seen:
                seen.set("cleave.first", is_new)
        return is_new

    def _pass_by(self, envelope: Envelope) -> None:
        """An event need not interest us; a command or a reply was meant for us."""
        if not isinstance(envelope.message, Event):
            raise Unhandled(f"nobody here handles {envelope.type}")

    def _give_up(self, delivery: Delivery, error: Exception) -> None:
        def put() -> None:
            with self._database.write() as session:
                self._dead_letters.put(session, delivery, error)

        with self._seen.about(delivery):
            self._until_up(f"the dead letter of {delivery.place}", put)
        self._seen.dead_letter(delivery.topic)
