"""The saga's first step asks the outside world, on threads of its own.

No transaction and no HTTP thread waits with it. What a crash leaves unscreened is found by a sweep
once its lease is over; screening twice is harmless, and the saga counts one answer only.
"""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable

from microservices.orders import screening_lease
from microservices.orders.saga import Saga
from shared_domain.checkout import command_for
from shared_domain.kernel.clock import Now
from shared_domain.kernel.database import Database
from shared_domain.kernel.down import DOWN
from shared_domain.kernel.errors import Refused
from shared_domain.messages.commands import ScreenRisk
from shared_domain.messages.replies import Reply, StepDone, StepRefused
from shared_domain.orders import store

log = logging.getLogger(__name__)
THREADS = 32  # they only wait; the monolith waits on its 48 HTTP threads
# So few may queue that nobody's turn comes later than the lease: 3 turns of 1.05 s at most.
LONGEST_QUEUE = 2 * THREADS
PAUSE_S = 0.2
SWEEP_S = 1.0
SWEEP_BATCH = 50


class Screening:
    def __init__(
        self, database: Database, saga: Saga, screen: Callable[[ScreenRisk], None], now: Now
    ) -> None:
        self._database = database
        self._saga = saga
        self._screen = screen
        self._now = now
        self._waiting: queue.Queue[ScreenRisk | None] = queue.Queue(LONGEST_QUEUE)
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        for number in range(THREADS):
            self._begin(self._work, f"screening-{number}")
        self._begin(self._sweep_for_ever, "screening-sweep")

    def _begin(self, work: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Finish the orders that are being screened; whoever sweeps next may take the others."""
        self._stopping.set()

    def join(self, timeout_s: float) -> None:
        until = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def submit(self, command: ScreenRisk) -> None:
        """Screen soon; when all threads are busy for long, the sweep brings it back."""
        try:
            self._waiting.put_nowait(command)
        except queue.Full:
            log.warning("screening is full; order %s waits for the sweep", command.order_id)

    def _work(self) -> None:
        while (command := self._waiting.get()) is not None:
            try:
                self.screen(command)
            except Exception:
                log.exception("order %s will be screened again", command.order_id)

    def screen(self, command: ScreenRisk) -> None:
        """Ask the outside world, then tell the saga."""
        reply: Reply = StepDone(command.order_id, ScreenRisk.__name__)
        try:
            self._screen(command)
        except Refused as refusal:
            reply = StepRefused(command.order_id, ScreenRisk.__name__, refusal.reason.value)
        self._tell_saga(reply)

    def _tell_saga(self, reply: Reply) -> None:
        while True:
            try:
                with self._database.write() as session:
                    return self._saga.advance(session, reply)
            except DOWN as error:
                log.warning("the screening of %s waits: %s", reply.order_id, error)
                if self._stopping.wait(PAUSE_S):
                    return None

    def _sweep_for_ever(self) -> None:
        while not self._stopping.wait(SWEEP_S):
            try:
                self.sweep()
            except Exception:
                log.exception("the sweep will try again")
        self._give_up_waiting()

    def sweep(self) -> None:
        """Take over orders whose screening lease is over, as many as there is room for."""
        room = self._waiting.maxsize - self._waiting.qsize()
        with self._database.write() as session:
            taken = screening_lease.take_over(session, self._now(), min(room, SWEEP_BATCH))
            found = [store.find(session, order_id) for order_id in taken]
        for order in found:
            assert order is not None
            self.submit(command_for(ScreenRisk, order))

    def _give_up_waiting(self) -> None:
        """Leave to others at once what no thread has begun with, and let the threads end."""
        left: list[str] = []
        with contextlib.suppress(queue.Empty):
            while command := self._waiting.get_nowait():
                left.append(command.order_id)
        for _ in range(THREADS):
            self._waiting.put(None)
        with contextlib.suppress(*DOWN), self._database.write() as session:
            screening_lease.give_up(session, left, self._now())
