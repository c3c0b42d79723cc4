"""Spans on their way to a collector over HTTP: they arrive, or are lost and keep nobody waiting."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from shared_domain.kernel.seeing.otel import CLOSE_WITHIN_S
from shared_domain.kernel.seeing.span import Kind
from shared_domain.kernel.seeing.spans_to import is_address
from shared_domain.kernel.seeing.tests.harness import SAMPLED, TRACE, Recorder
from shared_domain.kernel.seeing.tracing import entered

REQUEST = ("POST /orders", Kind.SERVER, "orders", SAMPLED, "o-1")
NOBODY_LISTENS = "http://127.0.0.1:9/v1/traces"


class Collector(ThreadingHTTPServer):
    """Takes spans as an OTLP collector does, and answers `status`."""

    daemon_threads = True

    def __init__(self) -> None:
        self.status = 200
        self.paths: list[str] = []
        self.taken: list[ExportTraceServiceRequest] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1/traces"


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.paths.append(self.path)
        self.server.taken.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """A test has no use for it."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        thread = threading.Thread(target=collector.serve_forever, daemon=True)
        thread.start()
        yield collector
        collector.shutdown()
        thread.join()


def recorded(to: str) -> Recorder:
    """One request, recorded and over."""
    recorder = Recorder(to)
    with entered(recorder.tracing, *REQUEST):
        pass
    return recorder


def test_a_setting_is_an_address_or_a_file() -> None:
    assert is_address("http://jaeger:4318/v1/traces")
    assert not is_address("/var/log/spans.jsonl")


def test_a_collector_gets_the_spans_of_a_trace_and_whose_they_are(collector: Collector) -> None:
    recorder = recorded(collector.address)
    recorder.tracing.close()
    (sent,) = collector.taken
    (of_resource,) = sent.resource_spans
    (span,) = of_resource.scope_spans[0].spans
    names = {each.key: each.value.string_value for each in of_resource.resource.attributes}
    assert collector.paths == ["/v1/traces"]
    assert (span.name, span.trace_id.hex()) == ("POST /orders", TRACE)
    assert names["service.name"] == "orders"
    assert sum(recorder.written) == 1


def test_spans_that_the_collector_refuses_are_lost_and_counted(collector: Collector) -> None:
    collector.status = 400
    recorder = recorded(collector.address)
    recorder.tracing.close()
    assert (sum(recorder.ended), sum(recorder.written)) == (1, 0)


def test_without_a_collector_work_goes_on_and_ends_in_time() -> None:
    began = time.monotonic()
    recorder = recorded(NOBODY_LISTENS)
    assert time.monotonic() - began < 5
    began = time.monotonic()
    recorder.tracing.close()
    assert time.monotonic() - began < CLOSE_WITHIN_S + 5
    assert (sum(recorder.ended), sum(recorder.written)) == (1, 0)


def test_a_file_is_still_a_file(tmp_path: Path) -> None:
    recorder = recorded(str(tmp_path / "spans.jsonl"))
    assert [span.name for span in recorder.spans()] == ["POST /orders"]
