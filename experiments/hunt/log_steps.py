"""Steps that open logs, as `cleave logs` does."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final

from experiments.hunt.contract_steps import candidates
from experiments.hunt.look import Look, Step, features_in
from experiments.hunt.recording import Recording
from experiments.hunt.symptom import Kind, Symptom
from experiments.telemetry.log_query import Filters
from experiments.telemetry.log_store import open_logs
from experiments.topology import FEATURES

MOST: Final = 1000
"""Lines that one question shows, as `cleave logs` has it."""

FRAME: Final = re.compile(rf"\b(?:shared_domain|microservices)/({'|'.join(FEATURES)})/\w+\.py\b")
"""In a traceback, a place that is a feature's own."""

Line = Mapping[str, Any]


def _errors(recording: Recording, symptom: Symptom) -> Look:
    lines = _asked(recording, Filters(level="warning", since=symptom.since))
    return _look(ERRORS.name, lines, _blamed(lines, candidates(symptom)))


def _of_order(recording: Recording, symptom: Symptom) -> Look | None:
    if symptom.kind is not Kind.SLOW or not symptom.order:
        return None
    lines = _asked(recording, Filters(order=symptom.order))
    after = _after_the_longest_gap(symptom, lines)
    return _look(OF_ORDER.name, lines, features_in([after]))


def _asked(recording: Recording, filters: Filters) -> list[Line]:
    """By time, the oldest first."""
    question, given = filters.query(MOST)
    with open_logs([recording.source]) as store:
        answer = store.ask(question, MOST, given)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows[::-1]]


def _look(step: str, lines: list[Line], suspects: tuple[str, ...]) -> Look:
    files = {line["file"] for line in lines}
    return Look(step, suspects, queries=1, files=len(files), lines=len(lines))


def _blamed(lines: Iterable[Line], order: tuple[str, ...]) -> tuple[str, ...]:
    """First who stands in tracebacks, then who wrote: the most frequent first, else in `order`."""
    raised, wrote = Counter[str](), Counter[str]()
    for line in lines:
        if frames := FRAME.findall(line["error"] or ""):
            raised[frames[-1]] += 1
        elif line["feature"]:
            wrote[line["feature"]] += 1
    return features_in([*_ranked(raised, order), *_ranked(wrote, order)])


def _ranked(times: Counter[str], order: tuple[str, ...]) -> list[str]:
    return sorted((name for name in order if times[name]), key=lambda name: -times[name])


def _after_the_longest_gap(symptom: Symptom, lines: Iterable[Line]) -> str:
    """The feature that spoke after it; "" if none spoke."""
    began = datetime.fromisoformat(symptom.since).astimezone(UTC).replace(tzinfo=None)
    spoken = [(began, ""), *_spoken(lines)]
    gaps = [(later - earlier, who) for (earlier, _), (later, who) in pairwise(spoken)]
    return max(gaps, key=lambda gap: gap[0])[1] if gaps else ""


def _spoken(lines: Iterable[Line]) -> Iterator[tuple[datetime, str]]:
    for line in lines:
        if line["time"] is not None and line["feature"] and not line["message"].startswith("GET "):
            yield line["time"], line["feature"]


ERRORS: Final = Step(
    "warnings",
    "Ask the logs for warnings and errors since the customer began. Suspect the feature in whose"
    " code a traceback ends, the most frequent first; then who wrote the other lines.",
    _errors,
)
OF_ORDER: Final = Step(
    "order's lines",
    "If an order is slow, ask the logs for its lines. Suspect the feature that writes after the"
    " longest silence, the lines of who only looks at the order left out.",
    _of_order,
)
