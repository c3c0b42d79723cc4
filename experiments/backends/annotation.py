"""Something that was done to an arm, as each backend wants to be told of it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

Json = dict[str, Any]
INDEX: Final = "cleave-annotations"
SHOWN_S: Final = 60
"""How long what happened in a moment stands among the alerts."""
LONGEST_S: Final = 3600
"""How long something that has begun does, if nobody says that it has ended."""
INTERNAL: Final = 1
"""OpenTelemetry's kind of a span that is neither asked for nor asks."""


class Category(StrEnum):
    FAULT = "fault"
    RELEASE = "release"
    SCALE = "scale"


class Action(StrEnum):
    BEGINS = "begins"
    ENDS = "ends"
    HAPPENS = "happens"


@dataclass(frozen=True)
class Annotation:
    """`at` has a time zone. What ends is called as it was when it began."""

    at: datetime
    category: Category
    action: Action
    what: str
    arm: str

    @property
    def thing(self) -> tuple[str, str, str]:
        """The same for the beginning and the end of one thing."""
        return (self.category, self.what, self.arm)


def document(annotation: Annotation) -> Json:
    """For Elasticsearch, in the Elastic Common Schema."""
    return {
        "@timestamp": annotation.at.isoformat(),
        "message": f"{annotation.what} {annotation.action} on {annotation.arm}",
        "event": {"category": annotation.category, "action": annotation.action},
        "labels": {"arm": annotation.arm},
    }


def alert(annotation: Annotation) -> Json:
    """For Alertmanager: it is on between its beginning and its end. That of an end has no start;
    Alertmanager keeps the one it knows."""
    made: Json = {
        "labels": {
            "alertname": f"Lab{annotation.category.capitalize()}",
            "severity": "none",
            "what": annotation.what,
            "arm": annotation.arm,
        },
        "annotations": {"summary": f"the lab did this to {annotation.arm}: {annotation.what}"},
    }
    if annotation.action is Action.ENDS:
        return {**made, "endsAt": annotation.at.isoformat()}
    lasts = SHOWN_S if annotation.action is Action.HAPPENS else LONGEST_S
    until = annotation.at + timedelta(seconds=lasts)
    return {**made, "startsAt": annotation.at.isoformat(), "endsAt": until.isoformat()}


def span(annotation: Annotation, began: datetime) -> Json:
    """For Jaeger, over OTLP: a trace of one span of the service `lab`, from `began` on."""
    said = {"cleave.arm": annotation.arm, "cleave.category": str(annotation.category)}
    made = {
        "traceId": secrets.token_hex(16),
        "spanId": secrets.token_hex(8),
        "name": annotation.what,
        "kind": INTERNAL,
        "startTimeUnixNano": _nanoseconds(began),
        "endTimeUnixNano": _nanoseconds(annotation.at),
        "attributes": _attributes(said),
    }
    resource = {"attributes": _attributes({"service.name": "lab"})}
    scopes = [{"scope": {"name": "cleave"}, "spans": [made]}]
    return {"resourceSpans": [{"resource": resource, "scopeSpans": scopes}]}


def _nanoseconds(at: datetime) -> str:
    """OTLP writes 64-bit numbers as texts."""
    return str(int(at.timestamp() * 1_000_000) * 1000)


def _attributes(said: dict[str, str]) -> list[Json]:
    return [{"key": name, "value": {"stringValue": value}} for name, value in said.items()]
