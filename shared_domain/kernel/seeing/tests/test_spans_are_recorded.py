"""Spans, as they stand in a replica's file in the end."""

import json
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from experiments.testing.seeing import spans_in
from shared_domain.kernel.config import ConfigError
from shared_domain.kernel.errors import Reason, Refused
from shared_domain.kernel.seeing import otel
from shared_domain.kernel.seeing.here import span
from shared_domain.kernel.seeing.metrics import Metrics
from shared_domain.kernel.seeing.otel import CLOSE_WITHIN_S, QUEUE
from shared_domain.kernel.seeing.seeing import _open_tracing
from shared_domain.kernel.seeing.span import Attributes, Kind
from shared_domain.kernel.seeing.tests.harness import (
    SAMPLED,
    TRACE,
    UNSAMPLED,
    Recorder,
    config,
    examples,
    shape,
)
from shared_domain.kernel.seeing.tracing import NoTracing, entered

NAME = "POST /orders"
REQUEST = (Kind.SERVER, "orders")
FULL = Path("/dev/full")


def test_spans_are_written_as_the_decision_shows(tmp_path: Path) -> None:
    file = tmp_path / "spans.jsonl"
    recorder = Recorder(file)
    said: Attributes = {"http.route": "/orders", "http.response.status_code": 201}
    with entered(recorder.tracing, NAME, *REQUEST, SAMPLED, "o-1", said):
        pass
    recorder.tracing.close()
    (line,) = (json.loads(each) for each in file.read_text(encoding="utf-8").splitlines())
    (example,) = examples("A line of spans")
    assert shape(line) == shape(example)


def test_a_span_without_its_trace_would_be_noticed() -> None:
    (example,) = examples("A line of spans")
    broken = json.loads(json.dumps(example).replace("traceId", "trace"))
    assert shape(broken) != shape(example)


def test_a_span_within_another_is_its_child_and_tells_of_the_same_order(
    recorder: Recorder,
) -> None:
    with entered(recorder.tracing, NAME, *REQUEST, SAMPLED, "o-1"):
        with span("transaction"), span("INSERT orders", Kind.CLIENT):
            pass
        with span("inventory.reserve", feature="inventory", order="o-2"):
            pass
    request, transaction, insert, reserve = recorder.spans()
    assert (request.trace, request.parent) == (TRACE, "b7ad6b7169203331")
    assert [each.parent for each in (transaction, insert, reserve)] == [
        request.own,
        transaction.own,
        request.own,
    ]
    assert [each.kind for each in (request, transaction, insert)] == [2, 1, 3]
    assert insert.attributes == {"cleave.feature": "orders", "cleave.order": "o-1"}
    assert reserve.attributes == {"cleave.feature": "inventory", "cleave.order": "o-2"}
    assert request.part == "orders"


@pytest.mark.parametrize("header", [None, "", "nonsense", "00-0-0-01", "00" * 40, "\x00"])
def test_a_malformed_trace_header_is_as_none(recorder: Recorder, header: str | None) -> None:
    with entered(recorder.tracing, NAME, *REQUEST, header):
        pass
    (recorded,) = recorder.spans()
    assert (recorded.parent, recorded.trace == TRACE) == ("", False)


def test_whoever_continues_a_trace_obeys_its_flag_whatever_the_share(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "spans.jsonl", percent=1)
    for header in (SAMPLED, UNSAMPLED) * 20:
        with entered(recorder.tracing, NAME, *REQUEST, header):
            pass
    assert len(recorder.spans()) == 20


def test_a_share_of_new_traces_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = iter([0.05, 0.5, 0.1, 0.099])
    monkeypatch.setattr("shared_domain.kernel.seeing.otel.random.random", lambda: next(dice))
    recorder = Recorder(tmp_path / "spans.jsonl", percent=10)
    for _ in range(4):
        with entered(recorder.tracing, NAME, *REQUEST, None):
            pass
    assert len(recorder.spans()) == 2


def test_an_error_is_told_by_its_class_alone_and_a_refusal_is_none(recorder: Recorder) -> None:
    for error in (ValueError("c-00001 owes us"), Refused(Reason.OUT_OF_STOCK)):
        with pytest.raises(type(error)), entered(recorder.tracing, NAME, *REQUEST, SAMPLED):
            raise error
    mistake, refusal = recorder.spans()
    assert (mistake.is_error, mistake.attributes["error.type"]) == (True, "ValueError")
    assert (refusal.is_error, refusal.attributes["error.type"]) == (False, "Refused")
    assert "owes" not in str(mistake)


def test_a_span_may_have_begun_before_it_is_known(recorder: Recorder) -> None:
    began = time.time_ns() - 5_000_000
    begun = recorder.tracing.begin("gateway", Kind.SERVER, SAMPLED, {}, began)
    assert begun is not None
    begun.end()
    (recorded,) = recorder.spans()
    assert recorded.start_ns == began


def test_a_value_of_a_mebibyte_is_cut(recorder: Recorder) -> None:
    with entered(recorder.tracing, NAME, *REQUEST, SAMPLED, "o" * 2**20):
        pass
    (recorded,) = recorder.spans()
    assert len(recorded.attributes["cleave.order"]) == otel.LONGEST_VALUE


class Hanging(SpanExporter):
    """Whoever takes the spans takes none before it is let go."""

    def __init__(self) -> None:
        self.free = threading.Event()

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.free.wait(30)
        return SpanExportResult.SUCCESS


def test_who_takes_the_spans_too_slowly_keeps_nobody_waiting(tmp_path: Path) -> None:
    hanging = Hanging()
    recorder = Recorder(tmp_path / "none", exporter=hanging)
    for _ in range(3 * QUEUE):
        with entered(recorder.tracing, NAME, *REQUEST, SAMPLED):
            pass
    assert sum(recorder.ended) == 3 * QUEUE
    assert sum(recorder.written) == 0
    began = time.monotonic()
    recorder.tracing.close()
    assert time.monotonic() - began < CLOSE_WITHIN_S + 5
    hanging.free.set()


@pytest.mark.skipif(not FULL.exists(), reason="no device here is always full")
def test_a_full_disk_costs_the_spans_and_nothing_else() -> None:
    recorder = Recorder(FULL)
    with entered(recorder.tracing, NAME, *REQUEST, SAMPLED):
        pass
    recorder.tracing.close()
    assert (sum(recorder.ended), sum(recorder.written)) == (1, 0)


def test_what_a_killed_life_left_half_written_takes_no_other_line_along(tmp_path: Path) -> None:
    file = tmp_path / "spans.jsonl"
    for half in ("", '{"resourceSpans":[{"resou'):
        recorder = Recorder(file)
        with entered(recorder.tracing, NAME, *REQUEST, SAMPLED):
            pass
        recorder.tracing.close()
        with file.open("a") as spans:
            spans.write(half)
    Recorder(file).tracing.close()
    lines = file.read_text().splitlines()
    assert lines.pop() == '{"resourceSpans":[{"resou'
    assert [len(json.loads(line)["resourceSpans"]) for line in lines] == [1, 1]


def test_what_is_written_is_counted(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "spans.jsonl")
    with entered(recorder.tracing, NAME, *REQUEST, SAMPLED), span("transaction"):
        pass
    recorder.tracing.close()
    assert sum(recorder.ended) == sum(recorder.written) == len(spans_in(tmp_path / "spans.jsonl"))


@pytest.mark.parametrize(("file", "percent"), [("", 100), ("spans.jsonl", 0)])
def test_without_a_file_or_a_share_nothing_is_recorded(
    tmp_path: Path, file: str, percent: int
) -> None:
    spans = tmp_path / file if file else ""
    tracing = _open_tracing(config(spans, percent), Metrics())
    assert isinstance(tracing, NoTracing)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_opened_is_no_reason_not_to_serve(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tracing = _open_tracing(config(tmp_path / "no" / "folder.jsonl"), Metrics())
    assert isinstance(tracing, NoTracing)
    assert "no spans are recorded" in caplog.text


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_share_is_a_percentage(percent: int) -> None:
    with pytest.raises(ConfigError, match="CLEAVE_TRACE_PERCENT must be 0 to 100"):
        config(percent=percent)
