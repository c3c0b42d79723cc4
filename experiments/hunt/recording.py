"""What an arm with a bug let be seen while a customer shopped: a folder that can be read again.

symptom.json            what the customer noticed, or nothing
logs/                   log lines and spans, as the arm's replicas wrote them
metrics/PART.N.before   what the N-th replica of a part answered to /metrics, and .after
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import requests

from experiments.errors import LabError
from experiments.hunt.shopping import go_shopping
from experiments.hunt.symptom import Symptom
from experiments.run_folder.folder import write_json
from experiments.stacks.protocol import Stack
from experiments.telemetry.rates import Replicas
from experiments.telemetry.scrape import series_of
from experiments.telemetry.sources import Source
from experiments.topology import Topology, topology_named

SYMPTOM, LOGS, METRICS = "symptom.json", "logs", "metrics"
BEFORE, AFTER = "before", "after"
EVERYTHING: Final = 100
"""Percent of the requests whose traces are recorded."""

LINGER_S: Final = 2.0
"""Spans and lines are written in batches; a message that is tried again is given up within 1 s."""

ANSWER_S: Final = 2.0
Shop = Callable[[str], Symptom | None]


class NoRecording(LabError):
    """A folder does not hold what a recording holds; one line."""

    advice = "`make bugs` makes recordings, and says where"


@dataclass(frozen=True)
class Recording:
    """`before` and `after` are the metrics of each part's replicas, by their number."""

    topology: Topology
    symptom: Symptom | None
    source: Source
    before: Mapping[str, Replicas]
    after: Mapping[str, Replicas]


def record(
    stack: Stack, folder: Path, pause: Callable[[float], None], shop: Shop = go_shopping
) -> Recording:
    """Lets a customer shop at an arm that was started. Raises StackError, and NoRecording where a
    replica does not tell its metrics."""
    stack.sample_traces(EVERYTHING)
    _keep_metrics(stack, folder / METRICS, BEFORE)
    symptom = shop(stack.gateway_url)
    pause(LINGER_S)
    _keep_metrics(stack, folder / METRICS, AFTER)
    stack.save_logs(folder / LOGS)
    noticed = symptom.as_json() if symptom else None
    write_json(folder / SYMPTOM, {"arm": stack.topology.name, "symptom": noticed})
    return read_recording(folder)


def read_recording(folder: Path) -> Recording:
    """Raises NoRecording."""
    try:
        document = json.loads((folder / SYMPTOM).read_text(encoding="utf-8"))
        topology = topology_named(document["arm"])
        symptom = Symptom.from_json(document["symptom"]) if document["symptom"] else None
        before, after = (_metrics(folder / METRICS, topology, when) for when in (BEFORE, AFTER))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise NoRecording(f"{folder} is no recording: {type(error).__name__}: {error}") from error
    return Recording(topology, symptom, _source(folder, topology), before, after)


def _source(folder: Path, topology: Topology) -> Source:
    logs = folder / LOGS
    lines, spans = sorted(logs.glob("*.log")), sorted(logs.glob("spans-*.jsonl"))
    return Source(topology.name, folder.name, tuple(lines), tuple(spans))


def _keep_metrics(stack: Stack, folder: Path, when: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part in stack.topology.parts:
        for number, url in enumerate(stack.replica_urls(part.name), 1):
            (folder / f"{part.name}.{number}.{when}").write_text(_ask(url), encoding="utf-8")


def _ask(url: str) -> str:
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.get(f"{url}/metrics", timeout=ANSWER_S)
            answer.raise_for_status()
        except requests.RequestException as error:
            raise NoRecording(f"{url} does not tell its metrics: {error}") from error
    return answer.text


def _metrics(folder: Path, topology: Topology, when: str) -> dict[str, Replicas]:
    found: dict[str, Any] = {part.name: {} for part in topology.parts}
    for path in sorted(folder.glob(f"*.{when}")):
        part, number, _ = path.name.split(".")
        found[part][int(number)] = series_of(path.read_text(encoding="utf-8"))
    return found
