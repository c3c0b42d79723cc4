"""Locust's user of the load: one shopper whose operations overlap, a greenlet for each arrival.

Only the generator's process may import this module: importing Locust patches the interpreter.
"""

import time
from typing import ClassVar

import gevent
from locust import FastHttpUser, task
from locust.exception import StopUser

from experiments.workload.attempt import Attempt, Look
from experiments.workload.client import OneAttemptPool, ask
from experiments.workload.operations import PLACE_ORDER
from experiments.workload.schedule import Arrival
from experiments.workload.scoring import Answer, order_seen
from experiments.workload.trip import Trip

POLL_AFTER_S = (0.1, 0.2, 0.4)
"""Waits between looks at a PENDING order; the last one repeats."""
REFUSED_S = 0.2
"""How long a client of a closed loop waits who was not served: an arm that refuses at once would be
asked without end."""


class Shopper(FastHttpUser):  # type: ignore[misc]
    """Locust makes the one instance itself, so the trip is an attribute of a subclass."""

    abstract = True
    trip: ClassVar[Trip]
    max_redirects = 0
    max_retries = 0

    def on_start(self) -> None:
        self.client.client.cookiejar = None  # the shop sets no cookies, and the jar costs time

    @task  # type: ignore[untyped-decorator]
    def shop(self) -> None:
        """All of the load, to its end."""
        trip = self.trip
        if trip.plan.clients:
            for _ in range(trip.plan.clients):
                trip.in_flight.spawn(self.ask_again_and_again)
        else:
            self.start_in_time()
        trip.in_flight.join()
        trip.over.set()
        raise StopUser

    def start_in_time(self) -> None:
        """Start every operation at its time, whatever became of those before it."""
        trip = self.trip
        while trip.upcoming:
            gevent.sleep(max(0.0, -trip.age_s(trip.upcoming[0])))
            if arrival := trip.take_due():
                trip.in_flight.spawn(self.serve_from, arrival)

    def ask_again_and_again(self) -> None:
        """One client of a closed loop: what is next is asked for when the last thing is over."""
        trip = self.trip
        gevent.sleep(max(0.0, trip.begin_s - time.monotonic()))
        while arrival := trip.take_next():
            attempt = self.serve(arrival)
            if attempt.answer.status != arrival.operation.status:
                gevent.sleep(REFUSED_S)

    def serve_from(self, arrival: Arrival | None) -> None:
        """Serve one arrival, and then whoever is due by now.

        When a stall ends, hundreds of answers come at once; taking the next arrival between two
        of them keeps the load on time while they are worked off.
        """
        while arrival:
            self.serve(arrival)
            arrival = self.trip.take_due()

    def serve(self, arrival: Arrival) -> Attempt:
        """One operation, from its start to what is known of its end."""
        age_s = self.trip.age_s(arrival)
        attempt = Attempt(arrival, age_s + arrival.at_s, age_s)
        self.trip.sent += 1
        try:
            self._ask(attempt)
            if arrival.operation.name == PLACE_ORDER:
                self._follow(attempt)
        finally:  # a greenlet that is killed leaves what it knows
            self.trip.recorder.record(attempt)
        return attempt

    def _ask(self, attempt: Attempt) -> None:
        operation, wanted = attempt.arrival.operation, attempt.arrival.ask
        left_s = self.trip.plan.timeout_s - attempt.waited_s
        headers, body = wanted.headers(), wanted.body()
        attempt.answer = ask(
            self.client, operation.method, wanted.path, headers, body, operation.name, left_s
        )
        attempt.waited_s = self.trip.age_s(attempt.arrival)

    def _follow(self, attempt: Attempt) -> None:
        """Look at a placed order while it is PENDING and patience lasts."""
        arrival, plan = attempt.arrival, self.trip.plan
        attempt.order, looks = order_seen(arrival.ask, attempt.answer), 0
        while (order := attempt.order) and not order.is_final:
            if self.trip.age_s(arrival) > plan.settle_patience_s:
                return
            gevent.sleep(POLL_AFTER_S[min(looks, len(POLL_AFTER_S) - 1)])
            answer = self._look(attempt, order.order_id)
            attempt.order = order_seen(arrival.ask, answer) or order
            attempt.polled_bytes += answer.size
            looks += 1

    def _look(self, attempt: Attempt, order_id: str) -> Answer:
        arrival, timeout_s = attempt.arrival, self.trip.plan.timeout_s
        headers = {"Accept": "application/json", "X-Customer-Id": arrival.ask.customer_id}
        path, began_s = f"/orders/{order_id}", self._now_s(arrival)
        answer = ask(self.client, "GET", path, headers, None, "look-at-order", timeout_s)
        attempt.looks.append(Look(order_id, began_s, self._now_s(arrival), answer))
        return answer

    def _now_s(self, arrival: Arrival) -> float:
        """Seconds since the load's start."""
        return self.trip.age_s(arrival) + arrival.at_s


def shopper_on(trip: Trip) -> type[Shopper]:
    """The user class of one load: what Locust needs to know is in its attributes."""
    settings = {"trip": trip, "host": trip.plan.target, "client_pool": OneAttemptPool()}
    return type("ShopperOnATrip", (Shopper,), settings)
