"""The saga's first step asks the outside world, on threads of its own.

No transaction and no HTTP thread waits with it. What a crash leaves unscreened is found by a sweep
once its lease is over; screening twice is harmless, and the saga counts one answer only.
"""

import logging
import queue
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from microservices.chassis.worker import Interrupted, Worker
from microservices.orders import screening_lease
from microservices.orders.saga import Saga
from shared_domain.checkout import command_for
from shared_domain.kernel.clock import Now
from shared_domain.kernel.database import Database
from shared_domain.kernel.down import DOWN
from shared_domain.kernel.errors import Refused
from shared_domain.kernel.retry import SWEEP_S, attempt
from shared_domain.kernel.seeing.here import Here, at, here
from shared_domain.kernel.seeing.span import Kind
from shared_domain.kernel.seeing.tracing import NoTracing, Tracing, entered
from shared_domain.messages.commands import ScreenRisk
from shared_domain.messages.replies import Reply, StepDone, StepRefused
from shared_domain.orders import store

log = logging.getLogger(__name__)
THREADS = 32  # they only wait; in the monolith 36 of its requests may wait so
# So few may queue that nobody's turn comes later than the lease: 3 turns of 1.05 s at most.
LONGEST_QUEUE = 2 * THREADS
SWEEP_BATCH = 50


@dataclass(frozen=True)
class Queued:
    """What is to be screened, and the trace that it belongs to."""

    command: ScreenRisk
    traceparent: str | None


class Screening(Worker):
    """Told to stop, it finishes the orders that are being screened; whoever sweeps next may take
    the others."""

    def __init__(
        self,
        database: Database,
        saga: Saga,
        screen: Callable[[ScreenRisk], None],
        now: Now,
        tracing: Tracing | None = None,
    ) -> None:
        screeners = {f"screening-{number}": self._work for number in range(THREADS)}
        super().__init__({**screeners, "screening-sweep": self._sweep_for_ever})
        self._database = database
        self._saga = saga
        self._screen = screen
        self._now = now
        self._tracing = tracing or NoTracing()
        self._waiting: queue.Queue[Queued | None] = queue.Queue(LONGEST_QUEUE)

    def submit(self, command: ScreenRisk) -> None:
        """Screen soon; when all threads are busy for long, the sweep brings it back."""
        now = here()
        try:
            self._waiting.put_nowait(Queued(command, now.traceparent if now else None))
        except queue.Full:
            log.warning("screening is full; order %s waits for the sweep", command.order_id)

    def _work(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            order = waiting.command.order_id
            where = ("screening", Kind.INTERNAL, "orders", waiting.traceparent, order)
            with entered(self._tracing, *where):
                attempt(f"the screening of {order}", partial(self.screen, waiting.command))

    def screen(self, command: ScreenRisk) -> None:
        """Ask the outside world, then tell the saga."""
        reply: Reply = StepDone(command.order_id, ScreenRisk.__name__)
        try:
            self._screen(command)
        except Refused as refusal:
            reply = StepRefused(command.order_id, ScreenRisk.__name__, refusal.reason.value)
        with suppress(Interrupted):  # it is screened again
            self._until_up(f"the screening of {reply.order_id}", partial(self._tell_saga, reply))

    def _tell_saga(self, reply: Reply) -> None:
        with self._database.write() as session:
            self._saga.advance(session, reply)

    def _sweep_for_ever(self) -> None:
        while not self._stopping.wait(SWEEP_S):
            attempt("the sweep for unscreened orders", self.sweep)
        self._give_up_waiting()

    def sweep(self) -> None:
        """Take over orders whose screening lease is over, as many as there is room for."""
        room = self._waiting.maxsize - self._waiting.qsize()
        with self._database.write() as session:
            taken = screening_lease.take_over(session, self._now(), min(room, SWEEP_BATCH))
            found = [store.find(session, order_id) for order_id in taken]
        for order in found:
            assert order is not None
            with at(Here("orders", order.traceparent, order.order_id)):
                self.submit(command_for(ScreenRisk, order))

    def _give_up_waiting(self) -> None:
        """Leave to others at once what no thread has begun with, and let the threads end."""
        left: list[str] = []
        with suppress(queue.Empty):
            while waiting := self._waiting.get_nowait():
                left.append(waiting.command.order_id)
        for _ in range(THREADS):
            self._waiting.put(None)
        with suppress(*DOWN), self._database.write() as session:
            screening_lease.give_up(session, left, self._now())
