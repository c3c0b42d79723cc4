"""Spans as OpenTelemetry writes them to files: an export request in JSON on each line.

https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/ with the JSON mapping of
https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: ids are hexadecimal, enumerations
numbers, 64-bit integers texts.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from experiments.telemetry.span import Span

KINDS = ("unspecified", "internal", "server", "client", "producer", "consumer")
ERROR = 2
Record = Mapping[str, Any]
WRONG = (LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What is raised by data of another form than the format's."""


def spans_in(line: bytes, complain: Callable[[str], None]) -> Iterator[Span]:
    """The spans of one line. `complain` is told of a line that is no request, and of each span that
    is none."""
    try:
        batches = list(_batches(json.loads(line)))
    except WRONG:
        complain("no spans in OTLP/JSON")
        return
    for resource, records in batches:
        for record in records:
            try:
                span = _span(record, resource)
            except WRONG as error:
                complain(f"a span that is none ({error})")
            else:
                yield span


def _batches(request: Any) -> Iterator[tuple[Record, list[Record]]]:
    """What is said of the process, and its spans."""
    for sent in request["resourceSpans"]:
        resource = _attributes(sent.get("resource", {}).get("attributes", ()))
        for scope in sent["scopeSpans"]:
            yield resource, list(scope["spans"])


def _span(record: Record, resource: Mapping[str, str]) -> Span:
    began_ns, ended_ns = (int(record[key]) for key in ("startTimeUnixNano", "endTimeUnixNano"))
    return Span(
        trace_id=_id(record["traceId"]),
        span_id=_id(record["spanId"]),
        parent_id=str(record.get("parentSpanId") or "").lower(),
        name=str(record["name"]),
        kind=KINDS[int(record.get("kind", 0))],
        began_ns=began_ns,
        ended_ns=ended_ns,
        part=resource.get("service.name", ""),
        replica=resource.get("service.instance.id") or resource.get("service.node.name", ""),
        failed=record.get("status", {}).get("code") == ERROR,
        attributes=_attributes(record.get("attributes", ())),
    )


def _id(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"no id: {value!r}")
    return value.lower()


def _attributes(pairs: Iterable[Record]) -> dict[str, str]:
    """All values as text; what holds several is left as its JSON."""
    return {pair["key"]: _text(next(iter(pair["value"].values()), "")) for pair in pairs}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
