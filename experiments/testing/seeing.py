"""What a replica must be told of itself, for tests that start one and do not look at what it lets
be seen; and what it wrote, for those that do."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

UNSEEN: Final[Mapping[str, str]] = {
    "CLEAVE_PART": "some",
    "CLEAVE_REPLICA": "some-1",
    "CLEAVE_RELEASE": "base",
    "CLEAVE_VERSION": "0",
    "CLEAVE_THREADS": "8",
    "CLEAVE_TRACE_PERCENT": "0",
    "CLEAVE_SPANS": "",
}


@dataclass(frozen=True)
class SeenSpan:
    """A span as it stands in a file, its attributes by name."""

    name: str
    part: str
    kind: int
    trace: str
    own: str
    parent: str
    start_ns: int
    end_ns: int
    is_error: bool
    attributes: Mapping[str, Any]


def spans_in(file: Path) -> list[SeenSpan]:
    """All spans of the file, by their beginning."""
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [span for line in lines for span in _of_line(json.loads(line))]
    return sorted(found, key=lambda span: span.start_ns)


def _of_line(line: Mapping[str, Any]) -> Iterator[SeenSpan]:
    for of_resource in line["resourceSpans"]:
        part = _attributes(of_resource["resource"]["attributes"])["service.name"]
        for of_scope in of_resource["scopeSpans"]:
            yield from (_span(part, each) for each in of_scope["spans"])


def _span(part: str, raw: Mapping[str, Any]) -> SeenSpan:
    return SeenSpan(
        raw["name"],
        part,
        raw["kind"],
        raw["traceId"],
        raw["spanId"],
        raw.get("parentSpanId", ""),
        int(raw["startTimeUnixNano"]),
        int(raw["endTimeUnixNano"]),
        raw.get("status", {}).get("code") == 2,
        _attributes(raw.get("attributes", [])),
    )


def _attributes(raw: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {each["key"]: next(iter(each["value"].values())) for each in raw}
