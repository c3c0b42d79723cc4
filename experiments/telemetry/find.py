"""Finds the trace of an order among the spans of an arm, in as many passes as it takes: files may
hold far more than memory does, and the first span that names an order need not be its trace's
first."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

from experiments.errors import LabError
from experiments.telemetry.lines import Unread, lines_of
from experiments.telemetry.otlp import spans_in
from experiments.telemetry.sources import Source
from experiments.telemetry.span import ORDER, Span

PLACING = "POST /orders"
"""The span that begins an order. Others may name the order, too: each look at it has a trace."""

MOST_TRACES = 64
MOST_SPANS = 5000
"""Of one trace: an order has some dozens."""


class Ambiguous(LabError):
    """More than one order or trace begins with what was asked for; the message is one line."""

    advice = "tell more of its letters"


@dataclass(frozen=True)
class Trace:
    """The spans of one trace, in no order. `others` are traces that name the order as well;
    `left_out` counts the spans beyond MOST_SPANS."""

    source: Source
    order: str
    trace_id: str
    spans: tuple[Span, ...]
    others: tuple[str, ...] = ()
    left_out: int = 0


def newest_order(source: Source, unread: Unread) -> str:
    """The order that was placed last; "" where no span names one."""
    newest: tuple[bool, int, str] = (False, 0, "")
    for span in _spans(source, [ORDER.encode()], unread):
        if span.order:
            newest = max(newest, (span.name == PLACING, span.began_ns, span.order))
    return newest[-1]


def find_trace(source: Source, wanted: str, unread: Unread) -> Trace | None:
    """The trace in which the order `wanted` was placed, or the trace of that id; the first letters
    of either will do. What cannot be read is noted in `unread`. Raises Ambiguous."""
    naming = _traces_naming(source, wanted, unread)
    if not naming:
        return None
    found: dict[str, list[Span]] = {trace_id: [] for trace_id in naming}
    left_out = dict.fromkeys(naming, 0)
    for span in _spans(source, [one.encode() for one in naming], unread):
        if (spans := found.get(span.trace_id)) is None:
            continue
        if len(spans) < MOST_SPANS:
            spans.append(span)
        else:
            left_out[span.trace_id] += 1
    chosen = min(found, key=lambda trace_id: _standing(found[trace_id]))
    order = next((span.order for span in found[chosen] if span.order), "")
    others = tuple(one for one in found if one != chosen)
    return Trace(source, order, chosen, tuple(found[chosen]), others, left_out[chosen])


def _traces_naming(source: Source, wanted: str, unread: Unread) -> list[str]:
    """The ids of the first traces that are, or are about, what is wanted. Raises Ambiguous."""
    ids: dict[str, None] = {}
    meant = ""
    for span in _spans(source, [wanted.encode()], unread):
        named = _beginning_with(wanted, span)
        if not named:
            continue
        if meant not in ("", named):
            raise Ambiguous(f"{wanted!r} begins {meant} and {named}, perhaps more")
        if span.trace_id not in ids and len(ids) == MOST_TRACES:
            break
        meant = named
        ids[span.trace_id] = None
    return list(ids)


def _beginning_with(letters: str, span: Span) -> str:
    """The id of its order or else of its trace, if that begins so."""
    return next((one for one in (span.order, span.trace_id) if one.startswith(letters)), "")


def _standing(spans: list[Span]) -> tuple[bool, int]:
    """The less, the more likely it is the trace in which the order was placed."""
    began = [span.began_ns for span in spans if span.name == PLACING]
    return (not began, min(began) if began else -len(spans))


def _spans(source: Source, holding: Collection[bytes], unread: Unread) -> Iterator[Span]:
    """Those of the lines that hold one of these texts: the other lines need no parsing."""
    for path, number, line in lines_of(source.spans, unread):
        if not line.rstrip().endswith(b"}"):
            unread.note(path, number, "it breaks off")
        elif any(text in line for text in holding):
            yield from spans_in(line, partial(unread.note, path, number))
