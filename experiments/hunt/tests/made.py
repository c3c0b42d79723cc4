"""Recordings made by hand, in exactly the formats of decision 31: what the bugs leave behind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from experiments.hunt.recording import AFTER, BEFORE, LOGS, METRICS, SYMPTOM, Recording
from experiments.hunt.recording import read_recording as read
from experiments.hunt.symptom import Kind, Symptom
from experiments.run_folder.folder import write_json
from experiments.topology import TOPOLOGIES

ORDER = "7c1f0d2e-5a41-4f0e-9a57-0c2b1f6d8e90"
TRACE = "7f3a1c5e9b2d4f60a8c1e3d5b7092f4a"
FIRST = datetime(2026, 11, 27, 14, 3, 21, tzinfo=UTC)
FIRST_NS = int(FIRST.timestamp()) * 1_000_000_000
REQUESTS = "cleave_http_request_duration_seconds"
MESSAGES = "cleave_message_duration_seconds"


def symptom(
    kind: Kind, operation: str = "placeOrder", order: str = ORDER, reason: str = ""
) -> Symptom:
    return Symptom(kind, operation, "Something is amiss.", FIRST.isoformat(), TRACE, order, reason)


def traceback(*features: str) -> str:
    """Of an error that was raised in the last of them."""
    frames = "".join(
        f'  File "/var/artefacts/a/shared_domain/{name}/feature.py", line 7, in work\n'
        for name in features
    )
    return f"Traceback (most recent call last):\n{frames}KeyError: 'DECLINED'"


@dataclass
class Made:
    """An arm's recording that grows in a folder."""

    folder: Path
    arm: str
    _spans: int = field(default=0)

    def __post_init__(self) -> None:
        for part in TOPOLOGIES[self.arm].parts:
            self.metrics(part.name, "", BEFORE)
            self.metrics(part.name, "", AFTER)
        (self.folder / LOGS).mkdir(exist_ok=True)

    def part(self, feature: str) -> str:
        return TOPOLOGIES[self.arm].part_of(feature).name

    def line(
        self, feature: str, message: str, at_ms: float, level: str = "info", error: str = ""
    ) -> None:
        """A line about the order."""
        replica = f"{self.part(feature)}-1"
        moment = FIRST + timedelta(milliseconds=at_ms)
        said: dict[str, Any] = {
            "@timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "log.level": level,
            "message": message,
            "labels": {"feature": feature, "order": ORDER, "release": "hunted"},
            "trace": {"id": TRACE},
        }
        if error:
            said["error"] = {"type": "KeyError", "stack_trace": error}
        with (self.folder / LOGS / f"{replica}.log").open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")

    def span(
        self,
        feature: str,
        name: str,
        parent: str = "",
        at_ms: float = 0,
        took_ms: float = 1,
        failed: bool = False,
        part: str = "",
    ) -> str:
        """Its id. `part` is whose work it is, if that is no feature's."""
        self._spans += 1
        span_id, replica = f"{self._spans:016x}", f"{self.part(feature)}-1"
        began_ns = FIRST_NS + round(at_ms * 1e6)
        said = {"cleave.feature": feature, "cleave.order": ORDER} | (
            {"cleave.part": part} if part else {}
        )
        record = {
            "traceId": TRACE,
            "spanId": span_id,
            **({"parentSpanId": parent} if parent else {}),
            "name": name,
            "kind": 1,
            "startTimeUnixNano": str(began_ns),
            "endTimeUnixNano": str(began_ns + round(took_ms * 1e6)),
            "attributes": _attributes(said),
            "status": {"code": 2} if failed else {},
        }
        resource = {"service.name": self.part(feature), "service.instance.id": replica}
        sent = {
            "resource": {"attributes": _attributes(resource)},
            "scopeSpans": [{"scope": {"name": "cleave"}, "spans": [record]}],
        }
        with (self.folder / LOGS / f"spans-{replica}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"resourceSpans": [sent]}) + "\n")
        return span_id

    def requests(
        self,
        feature: str,
        route: str,
        times: int,
        seconds: float,
        method: str = "GET",
        status: int = 200,
    ) -> None:
        labels = f'feature="{feature}",method="{method}",route="{route}",status="{status}"'
        self._grown(feature, REQUESTS, labels, times, seconds)

    def messages(
        self, feature: str, topic: str, times: int, seconds: float, outcome: str = "handled"
    ) -> None:
        labels = f'message="Command",outcome="{outcome}",topic="{topic}"'
        self._grown(feature, MESSAGES, labels, times, seconds)

    def metrics(self, part: str, text: str, when: str = AFTER) -> None:
        path = self.folder / METRICS / f"{part}.1.{when}"
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    def recording(self, noticed: Symptom | None) -> Recording:
        document = {"arm": self.arm, "symptom": noticed.as_json() if noticed else None}
        write_json(self.folder / SYMPTOM, document)
        return read(self.folder)

    def _grown(self, feature: str, metric: str, labels: str, times: int, seconds: float) -> None:
        text = f"{metric}_count{{{labels}}} {times}\n{metric}_sum{{{labels}}} {seconds}\n"
        self.metrics(self.part(feature), text)


def made(folder: Path, arm: str) -> Made:
    place = folder / arm
    place.mkdir()
    return Made(place, arm)


def _attributes(said: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": value}} for key, value in said.items()]
