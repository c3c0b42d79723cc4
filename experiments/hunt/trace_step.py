"""The step that opens one trace, as `cleave trace` does."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from experiments.hunt.contract_steps import own_feature
from experiments.hunt.look import KNOWN, Look, Step, features_in
from experiments.hunt.recording import Recording
from experiments.hunt.symptom import Kind, Symptom
from experiments.telemetry.find import find_trace
from experiments.telemetry.lines import Unread
from experiments.telemetry.span import Span


def _trace(recording: Recording, symptom: Symptom) -> Look:
    found = find_trace(recording.source, symptom.order or symptom.trace, Unread())
    spans = _in_time(found.spans) if found else []
    files = {span.replica for span in spans}
    suspects = features_in(suspects_in(spans, symptom))
    return Look(TRACE.name, suspects, queries=1, files=len(files), lines=len(spans))


def suspects_in(spans: Sequence[Span], symptom: Symptom) -> list[str]:
    """`spans` by time. What failed tells most; nothing of a feature tells nothing."""
    if failed := _first_failures(spans):
        return [span.feature for span in failed]
    if symptom.kind is Kind.SLOW:
        return [_longest_by_itself(spans).feature] if spans else []
    return _up_from(own_feature(symptom), spans)


def _in_time(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.began_ns, span.span_id))


def _first_failures(spans: Sequence[Span]) -> list[Span]:
    """Those that failed although nothing below them did."""
    failed = {span.span_id: span for span in spans if span.failed}
    causing = set[str]()
    for span in failed.values():
        causing |= _above(span, failed)
    return [span for span in failed.values() if span.span_id not in causing]


def _above(span: Span, by_id: Mapping[str, Span]) -> set[str]:
    """The ids of the spans that caused it, as far as they are in `by_id`."""
    found = set[str]()
    parent = by_id.get(span.parent_id)
    while parent is not None and parent.span_id not in found:
        found.add(parent.span_id)
        parent = by_id.get(parent.parent_id)
    return found


def _longest_by_itself(spans: Sequence[Span]) -> Span:
    below: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        below[span.parent_id].append(span)
    return max(spans, key=lambda span: _alone_ns(span, below[span.span_id]))


def _alone_ns(span: Span, below: Collection[Span]) -> int:
    """Nanoseconds in which it waited for none of the spans below it."""
    alone, reached = span.ended_ns - span.began_ns, span.began_ns
    for child in _in_time(below):
        from_ns, to_ns = max(child.began_ns, reached), min(child.ended_ns, span.ended_ns)
        if to_ns > from_ns:
            alone, reached = alone - (to_ns - from_ns), to_ns
    return alone


def _up_from(own: str, spans: Sequence[Span]) -> list[str]:
    """The feature where it shows, then those that caused its last work, then the others."""
    telling = [span for span in spans if span.feature in KNOWN]
    by_id = {span.span_id: span for span in spans}
    way: list[Span] = []
    for span in [each for each in telling if each.feature == own][-1:]:
        above = _above(span, by_id)
        way = [each for each in reversed(telling) if each.span_id in above]
    return [own, *(span.feature for span in (*way, *telling))] if telling else []


TRACE: Final = Step(
    "trace",
    "Open the trace of the order, or of the request. Suspect the features of spans that failed"
    " although nothing below them did. Else, if something is slow, that of the span that takes"
    " longest by itself. Else the feature that was asked, then those that caused its last work,"
    " from there upwards, then the others in the trace.",
    _trace,
)
