"""Spans by OpenTelemetry: into a file, or to a collector. Imported only where spans are recorded.

A span that has ended goes into a bounded queue and is forgotten by its thread. Another thread
writes it down or sends it; while that one is held up the oldest in the queue are lost, and nobody
waits.
"""

import random
import threading
from collections.abc import Mapping

from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    Tracer,
    set_span_in_context,
)
from opentelemetry.trace import Span as OtelSpan

from shared_domain.kernel.seeing.config import SeeingConfig
from shared_domain.kernel.seeing.span import Attributes, Kind, Value
from shared_domain.kernel.seeing.span_file import Count, Counted
from shared_domain.kernel.seeing.spans_to import span_exporter
from shared_domain.kernel.trace import TRACEPARENT, is_sampled

QUEUE = 2048
BATCH = 256
EVERY_MS = 500
LONGEST_VALUE = 1024
CLOSE_WITHIN_S = 1.0
KINDS: Mapping[Kind, SpanKind] = {kind: SpanKind[kind.name] for kind in Kind}


class OpenTelemetry:
    """The share of traces is decided where one begins; who continues a trace obeys its flag.

    `ended` and `written` count spans; what lies between them is in the queue, or lost. Raises
    OSError if the file cannot be opened.
    """

    recording = True

    def __init__(
        self,
        config: SeeingConfig,
        ended: Count,
        written: Count,
        exporter: SpanExporter | None = None,
    ) -> None:
        self._share = config.trace_percent / 100
        self._ended = ended
        resource = Resource(
            {
                "service.name": config.part,
                "service.instance.id": config.replica,
                "service.version": config.version,
                "cleave.release": config.release,
            }
        )
        self._provider = TracerProvider(
            resource=resource,
            sampler=ALWAYS_ON,  # `begin` has decided
            shutdown_on_exit=False,
            span_limits=SpanLimits(max_attribute_length=LONGEST_VALUE),
        )
        self._provider.add_span_processor(
            BatchSpanProcessor(
                Counted(exporter or span_exporter(config.spans), written),
                max_queue_size=QUEUE,
                schedule_delay_millis=EVERY_MS,
                max_export_batch_size=BATCH,
            )
        )
        self._tracer = self._provider.get_tracer("cleave")

    def begin(
        self,
        name: str,
        kind: Kind,
        traceparent: str | None,
        attributes: Attributes,
        start_ns: int | None = None,
    ) -> "RecordedSpan | None":
        if traceparent and TRACEPARENT.match(traceparent):
            if not is_sampled(traceparent):
                return None
            context = set_span_in_context(NonRecordingSpan(_remote(traceparent)), Context())
        elif self._share < 1 and random.random() >= self._share:
            return None
        else:
            context = Context()
        begun = self._tracer.start_span(name, context, KINDS[kind], attributes, start_time=start_ns)
        return RecordedSpan(self._tracer, begun, self._ended)

    def close(self) -> None:
        """An exporter that hangs is left behind: the SDK would wait for it half a minute."""
        closing = threading.Thread(target=self._provider.shutdown, name="last spans", daemon=True)
        closing.start()
        closing.join(CLOSE_WITHIN_S)


class RecordedSpan:
    def __init__(self, tracer: Tracer, span: OtelSpan, ended: Count) -> None:
        self._tracer = tracer
        self._span = span
        self._ended = ended

    @property
    def traceparent(self) -> str:
        context = self._span.get_span_context()
        return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"

    def child(self, name: str, kind: Kind, attributes: Attributes) -> "RecordedSpan":
        context = set_span_in_context(self._span, Context())
        begun = self._tracer.start_span(name, context, KINDS[kind], attributes)
        return RecordedSpan(self._tracer, begun, self._ended)

    def set(self, name: str, value: Value) -> None:
        self._span.set_attribute(name, value)

    def fail(self, kind: str) -> None:
        self._span.set_attribute("error.type", kind)
        self._span.set_status(StatusCode.ERROR)

    def end(self) -> None:
        self._span.end()
        self._ended(1)


def _remote(traceparent: str) -> SpanContext:
    _, trace_id, span_id, flags = traceparent.split("-")
    return SpanContext(
        int(trace_id, 16), int(span_id, 16), is_remote=True, trace_flags=TraceFlags(int(flags, 16))
    )
