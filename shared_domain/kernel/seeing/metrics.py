"""What a replica counts and times, for Prometheus to ask for. Names and labels: decision 31.

Whatever can be read when it is asked for is read then, from memory: no question ever waits for a
database or a broker.
"""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from shared_domain.kernel.seeing.config import SeeingConfig
from shared_domain.kernel.seeing.series import Series

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0)
"""Where buckets end. The limit for reads (0.2) and the patience of clients (2.0) are among them, so
that who was within is counted."""
BREAKER_STATES: Mapping[str, int] = {"closed": 0, "half-open": 1, "open": 2}
REQUEST = ("feature", "route", "method", "status")
MESSAGE = ("topic", "message", "outcome")
Connections = Callable[[], tuple[int, int]]
"""How many are in use, and how many there may be."""


class Metrics:
    """All metrics of one process; its registry is its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Series(
            self._histogram("cleave_http_request_duration_seconds", "Requests.", REQUEST), REQUEST
        )
        self._messages = Series(
            self._histogram("cleave_message_duration_seconds", "Attempts.", MESSAGE), MESSAGE
        )
        topic = ("topic",)
        self._stored = Series(self._counter("cleave_outbox_stored", "Committed.", topic), topic)
        self._published = Series(self._counter("cleave_outbox_published", "Sent.", topic), topic)
        self._dead = Series(self._counter("cleave_dead_letters", "Given up.", topic), topic)
        self._lag = Series(self._gauge("cleave_consumer_lag_messages", "Unread.", topic), topic)
        states = ("from_state", "to_state")
        self._sagas = Series(self._counter("cleave_saga_transitions", "Moves.", states), states)
        self._in_flight = self._gauge("cleave_http_requests_in_flight", "Threads busy.")
        self._threads = self._gauge("cleave_http_threads", "Threads there are.")
        self.lines_dropped = self._counter("cleave_log_lines_dropped", "Lines lost.")
        self.spans_ended = self._counter("cleave_spans_ended", "Spans recorded.")
        self.spans_written = self._counter("cleave_spans_written", "Spans written.")
        pool = ("pool",)
        self._size = self._gauge("cleave_pool_connections", "Connections there may be.", pool)
        self._in_use = self._gauge("cleave_pool_connections_in_use", "Connections in use.", pool)
        self._breakers = self._gauge(
            "cleave_breaker_state", "0 closed, 1 half open, 2 open.", ("callee",)
        )

    def describe(self, config: SeeingConfig) -> None:
        """Say who this is."""
        labels = ("part", "replica", "release", "version")
        build = self._gauge("cleave_build_info", "What runs here.", labels)
        build.labels(config.part, config.replica, config.release, config.version).set(1)
        self._threads.set(config.threads)

    def request(
        self, feature: str, route: str, method: str, status: int, seconds: float, trace: str = ""
    ) -> None:
        """`trace` is the id of the one that is being recorded of it, if one is."""
        self._requests.of(feature, route, method, str(status)).observe(seconds, _example(trace))

    def message(
        self, topic: str, message: str, outcome: str, seconds: float, trace: str = ""
    ) -> None:
        """`trace` as with a request."""
        self._messages.of(topic, message, outcome).observe(seconds, _example(trace))

    def stored(self, topic: str) -> None:
        self._stored.of(topic).inc()

    def published(self, topic: str) -> None:
        self._published.of(topic).inc()

    def dead_letter(self, topic: str) -> None:
        self._dead.of(topic).inc()

    def lag(self, topic: str, messages: int) -> None:
        self._lag.of(topic).set(messages)

    def saga(self, from_state: str, to_state: str) -> None:
        self._sagas.of(from_state, to_state).inc()

    def watch_requests(self, in_flight: Callable[[], int]) -> None:
        self._in_flight.set_function(in_flight)

    def watch_pool(self, pool: str, connections: Connections) -> None:
        self._in_use.labels(pool).set_function(lambda: connections()[0])
        self._size.labels(pool).set_function(lambda: connections()[1])

    def watch_breaker(self, callee: str, state: Callable[[], str]) -> None:
        """`state` is one of BREAKER_STATES."""
        self._breakers.labels(callee).set_function(lambda: BREAKER_STATES[state()])

    def watch_outbox(self, age_s: Callable[[], float]) -> None:
        age = self._gauge("cleave_outbox_age_seconds", "How long the oldest has waited.")
        age.set_function(age_s)

    def _counter(self, name: str, about: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(name, about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(name, about, labels, registry=self.registry)

    def _histogram(self, name: str, about: str, labels: tuple[str, ...]) -> Histogram:
        return Histogram(name, about, labels, registry=self.registry, buckets=SECONDS)


def _example(trace: str) -> dict[str, str] | None:
    """An exemplar: by it, whoever sees a slow bucket finds the trace of one that was slow."""
    return {"trace_id": trace} if trace else None
