"""A trace as data: the spans in the order in which they are shown."""

from typing import Any

from experiments.telemetry.find import Trace
from experiments.telemetry.tree import Row, rows_of


def trace_json(trace: Trace) -> dict[str, Any]:
    """All of it. Times in milliseconds after the trace's first moment."""
    return {
        "arm": trace.source.arm,
        "source": trace.source.told,
        "order": trace.order,
        "trace_id": trace.trace_id,
        "other_traces": list(trace.others),
        "left_out": trace.left_out,
        "spans": [_span_json(row) for row in rows_of(trace.spans)],
    }


def _span_json(row: Row) -> dict[str, Any]:
    span = row.span
    return {
        "span_id": span.span_id,
        "parent_span_id": span.parent_id,
        "name": span.name,
        "kind": span.kind,
        "part": span.part,
        "replica": span.replica,
        "feature": span.feature,
        "depth": row.depth,
        "began_ms": row.began_ms,
        "took_ms": row.took_ms,
        "failed": span.failed,
        "marks": [mark.value for mark in row.marks],
        "attributes": dict(span.attributes),
    }
