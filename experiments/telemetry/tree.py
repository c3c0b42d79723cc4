"""The spans of a trace as a tree: who caused what, whatever the files lack."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from experiments.telemetry.span import Span

SAME_MOMENT_NS = 1_000_000
"""A parent's and a child's clock may differ by so much before anybody is told."""

Below = Mapping[str, list[Span]]
"""The spans below each span, by its id; below nothing: by ""."""


class Mark(StrEnum):
    """What is odd about a span."""

    ORPHAN = "orphan"
    CLOCK = "clock"
    FAILED = "failed"


@dataclass(frozen=True)
class Row:
    """A span in the order of reading. `began_ms` counts from the trace's first moment."""

    span: Span
    depth: int
    began_ms: float
    took_ms: float
    marks: tuple[Mark, ...] = ()


def rows_of(spans: Iterable[Span]) -> tuple[Row, ...]:
    """Each span once, below the one that caused it, by time. Where that one is missing, it stands
    below the first of the trace, as an ORPHAN."""
    by_id: dict[str, Span] = {}
    for span in spans:
        by_id.setdefault(span.span_id, span)
    if not by_id:
        return ()
    first_ns = min(span.began_ns for span in by_id.values())
    below, orphans = _arranged(by_id)
    return tuple(
        _row(span, depth, first_ns, by_id.get(span.parent_id), span.span_id in orphans)
        for span, depth in _walk(below, below[""])
    )


def whole_ms(rows: Iterable[Row]) -> float:
    """Milliseconds from the first moment to the last."""
    return max((row.began_ms + row.took_ms for row in rows), default=0.0)


def _arranged(by_id: Mapping[str, Span]) -> tuple[Below, set[str]]:
    """Who stands below whom, and the ids of the orphans."""
    in_time = sorted(by_id.values(), key=lambda span: (span.began_ns, span.span_id))
    lost = [span for span in in_time if span.parent_id and span.parent_id not in by_id]
    tops = [span for span in in_time if not span.parent_id]
    tops = tops or (lost or in_time)[:1]  # the first one's client keeps no spans here
    first, top_ids = tops[0].span_id, {span.span_id for span in tops}
    orphans = {span.span_id for span in lost} - top_ids
    below: defaultdict[str, list[Span]] = defaultdict(list, {"": tops})
    for span in in_time:
        if span.span_id not in top_ids:
            below[first if span.span_id in orphans else span.parent_id].append(span)
    for span in _in_circles(below, in_time):
        below[span.parent_id].remove(span)
        below[first].append(span)
        orphans.add(span.span_id)
    return below, orphans


def _in_circles(below: Below, in_time: list[Span]) -> Iterator[Span]:
    """The first of each group of spans that are below one another, and below no top."""
    reached = {span.span_id for span, _ in _walk(below, below[""])}
    for span in in_time:
        if span.span_id not in reached:
            yield span
            reached |= {one.span_id for one, _ in _walk(below, [span])}


def _walk(below: Below, tops: list[Span]) -> Iterator[tuple[Span, int]]:
    """Each of `tops` and all below it, with the depth; nobody twice."""
    waiting = [(span, 0) for span in reversed(tops)]
    seen: set[str] = set()
    while waiting:
        span, depth = waiting.pop()
        if span.span_id not in seen:
            seen.add(span.span_id)
            yield span, depth
            waiting += [(one, depth + 1) for one in reversed(below.get(span.span_id, []))]


def _row(span: Span, depth: int, first_ns: int, parent: Span | None, orphan: bool) -> Row:
    early = parent is not None and span.began_ns < parent.began_ns - SAME_MOMENT_NS
    backwards = span.ended_ns < span.began_ns
    marks = {Mark.ORPHAN: orphan, Mark.CLOCK: early or backwards, Mark.FAILED: span.failed}
    return Row(
        span=span,
        depth=depth,
        began_ms=(span.began_ns - first_ns) / 1e6,
        took_ms=max(0, span.ended_ns - span.began_ns) / 1e6,
        marks=tuple(mark for mark, holds in marks.items() if holds),
    )
