"""The step that opens the metrics of all replicas, from before and after the shopping."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from experiments.hunt.contract_steps import candidates, own_feature
from experiments.hunt.look import Look, Step, features_in
from experiments.hunt.recording import Recording
from experiments.hunt.symptom import Kind, Symptom
from experiments.slo import SLO
from experiments.telemetry.rates import increases
from experiments.telemetry.scrape import Labels
from experiments.topology import FEATURES, Part

REQUESTS: Final = "cleave_http_request_duration_seconds"
MESSAGES: Final = "cleave_message_duration_seconds"
SLOW_S: Final = SLO.read_p95_ms / 1000
Key = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """What a feature did of one kind: `done` times, of which `failed`, in `seconds` altogether."""

    done: float = 0.0
    failed: float = 0.0
    seconds: float = 0.0

    @property
    def mean_s(self) -> float:
        return self.seconds / self.done if self.done else 0.0


def _metrics(recording: Recording, symptom: Symptom) -> Look:
    rows = _rows(recording)
    files = sum(len(replicas) for replicas in recording.after.values())
    suspects = _failing(rows, symptom) + (_slow(rows, symptom) if symptom.kind is Kind.SLOW else [])
    return Look(METRICS.name, features_in(suspects), queries=1, files=files, lines=len(rows))


def _failing(rows: dict[Key, Row], symptom: Symptom) -> list[str]:
    """The features of which something failed, the most frequent first."""
    times: defaultdict[str, float] = defaultdict(float)
    for (feature, _), row in rows.items():
        times[feature] += row.failed
    failing = (name for name in candidates(symptom) if times[name])
    return sorted(failing, key=lambda name: -times[name])


def _slow(rows: dict[Key, Row], symptom: Symptom) -> list[str]:
    """The features of which something is slow: whoever is called before who calls."""
    slow = {feature for (feature, _), row in rows.items() if row.mean_s > SLOW_S}
    own = own_feature(symptom)
    called = [name for name in candidates(symptom) if name in slow and name != own]
    return called + [own] * (own in slow)


def _rows(recording: Recording) -> dict[Key, Row]:
    """By feature, and by what it did; what was not done meanwhile has no row."""
    rows: defaultdict[Key, Row] = defaultdict(Row)
    for part in recording.topology.parts:
        for key, row in _grown(recording, part):
            was = rows[key]
            rows[key] = Row(was.done + row.done, was.failed + row.failed, was.seconds + row.seconds)
    return {key: row for key, row in sorted(rows.items()) if row.done}


def _grown(recording: Recording, part: Part) -> Iterator[tuple[Key, Row]]:
    before, after = recording.before[part.name], recording.after[part.name]
    for metric in (REQUESTS, MESSAGES):
        for labels, seconds in increases(before, after, f"{metric}_sum"):
            yield _key(part, labels), Row(seconds=seconds)
        for labels, times in increases(before, after, f"{metric}_count"):
            row = Row(done=times)
            yield _key(part, labels), replace(row, failed=times * _is_failure(labels))


def _key(part: Part, labels: Labels) -> Key:
    said = dict(labels)
    if "route" in said:
        return said["feature"], f"{said['method']} {said['route']}"
    return _handler(part, said["topic"]), f"{said['message']} of {said['topic']}"


def _handler(part: Part, topic: str) -> str:
    """Messages have no label of their own for that: who hosts one feature handles them in it, and
    who hosts several names its queue after one."""
    if len(part.features) == 1:
        return part.features[0]
    word = topic.replace("_", ".").partition(".")[0]
    return next((name for name in FEATURES if name.startswith(word)), topic)


def _is_failure(labels: Labels) -> bool:
    said = dict(labels)
    return said.get("outcome") == "failed" or said.get("status", "").startswith("5")


METRICS: Final = Step(
    "metrics",
    "Look at the metrics of all replicas, before and after. Suspect the features of which requests"
    " or messages failed, the most frequent first; if something is slow, also those that took more"
    f" than {SLOW_S:g} s on average, whoever is called before who calls.",
    _metrics,
)
