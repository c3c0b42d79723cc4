"""An arm against itself: whoever finds a difference there finds one anywhere. Pure."""

from collections.abc import Iterable, Iterator

from experiments.analysis.question import Direction, Question
from experiments.analysis.verdict import Ruling, judge
from experiments.compare.result import Result
from experiments.compare.row import Row
from experiments.compare.rows import rows_of
from experiments.prove.proof import Proof, held, spoiled

LEAST_METRICS = 10


def nothing_found(arm: str, result: Result) -> Proof:
    """No metric is Supported, in neither direction, of LEAST_METRICS that got an interval."""
    name = f"{arm} against itself"
    return spoiled(name, result) or _nothing_found(name, result)


def _nothing_found(name: str, result: Result) -> Proof:
    ruled = [row for row in rows_of(result) if row.finding.ruling is not None]
    found = list(differing(ruled))
    seen = f"{len(ruled)} metrics, {len(result.scored)} blocks: "
    seen += ", ".join(found) if found else "nothing Supported"
    return held(name, not found and len(ruled) >= LEAST_METRICS, seen)


def differing(rows: Iterable[Row]) -> Iterator[str]:
    """The rows that a verdict would call different, with their interval."""
    for row in rows:
        for direction in Direction:
            question = Question(row.metric.scale, direction, row.metric.margin)
            verdict = judge(question, row.pairs)
            if verdict.ruling is Ruling.SUPPORTED:
                yield f"{row.metric.key} {direction} ({verdict.low:.3g} to {verdict.high:.3g})"
