"""What replicas say in Prometheus' text, and what two scrapes of them make."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from experiments.budget import load_budget
from experiments.slo import SLO
from experiments.telemetry import scrape as scraping
from experiments.telemetry.rates import highest, increases, quantile, total
from experiments.telemetry.scrape import Series, scrape, series_of
from experiments.telemetry.tests.recorded import METRICS
from shared_domain.kernel.seeing.metrics import SECONDS

LAG = "cleave_consumer_lag_messages"


def counter(value: float, **labels: str) -> Series:
    return {("c_total", tuple(sorted(labels.items()))): value}


def test_recorded_metrics_become_values_by_name_and_labels() -> None:
    series = series_of(METRICS)
    assert series[LAG, (("topic", "orders.replies"),)] == 12
    assert series["cleave_http_threads", ()] == 8
    assert total({1: series, 2: series}, "cleave_pool_connections") == 22
    assert highest({1: series}, "cleave_outbox_age_seconds") == 1.25
    assert total({1: series}, "nosuch") is None
    assert highest({}, LAG) is None


def test_a_counter_grows_on_the_replicas_that_answered_both_times() -> None:
    before = {1: counter(10, route="a"), 2: counter(5, route="a")}
    after = {1: counter(14, route="a"), 3: counter(99, route="a")}
    assert increases(before, after, "c_total") == [((("route", "a"),), 4)]


def test_a_counter_that_shrank_began_anew_and_a_new_series_from_nothing() -> None:
    before: dict[int, Series] = {1: counter(10), 2: {}}
    after = {1: counter(3), 2: counter(2)}
    assert [more for _, more in increases(before, after, "c_total")] == [3, 2]


BUCKETS = [((("le", "0.1"),), 100.0), ((("le", "1.0"),), 120.0), ((("le", "+Inf"),), 125.0)]


@pytest.mark.parametrize(
    ("share", "seconds"), [(0.4, 0.05), (0.8, 0.1), (0.88, 0.55), (0.96, 1.0), (0.99, 1.0)]
)
def test_a_quantile_is_linear_within_its_bucket(share: float, seconds: float) -> None:
    assert quantile(share, BUCKETS) == pytest.approx(seconds)


def test_nothing_observed_has_no_quantile() -> None:
    assert quantile(0.95, []) is None
    assert quantile(0.95, [((("le", "+Inf"),), 0.0)]) is None


@contextmanager
def replica(text: str, asked: Event | None = None, over: Event | None = None) -> Iterator[int]:
    """The port of one that says `text`, or hangs until all is `over`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asked and over:
                asked.set()
                over.wait(30)
            self.send_response(200 if self.path == "/metrics" else 404)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None: ...  # noqa: A002

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.real
def test_replicas_are_asked_side_by_side_and_a_hung_one_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scraping, "ANSWER_S", 0.3)
    asked, over = Event(), Event()
    with replica(METRICS) as good, replica("what is this") as bad:
        with replica("", asked, over) as hung:
            found = scrape([good, bad, hung, 9])
            over.set()
        assert asked.is_set()
        assert list(found) == [good]
        assert found[good][LAG, (("topic", "orders.replies"),)] == 12


def test_an_arm_without_replicas_is_asked_nothing() -> None:
    assert scrape([]) == {}


def test_a_bucket_ends_at_each_limit_of_the_service_level() -> None:
    assert SLO.read_p95_ms / 1000 in SECONDS
    assert load_budget().timeouts.client_ms / 1000 in SECONDS
    assert sorted(SECONDS) == list(SECONDS)
