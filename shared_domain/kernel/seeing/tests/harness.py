"""Spans recorded into a file, and the examples of the decision that says how all is written."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from opentelemetry.sdk.trace.export import SpanExporter

from experiments.testing.seeing import SeenSpan, spans_in
from shared_domain.kernel.seeing.config import SeeingConfig
from shared_domain.kernel.seeing.otel import OpenTelemetry

REPOSITORY = Path(__file__).parents[4]
DECISION = REPOSITORY / "docs" / "adr" / "0031-seeing-without-being-in-the-way.md"
TRACE = "0af7651916cd43dd8448eb211c80319c"
SAMPLED = f"00-{TRACE}-b7ad6b7169203331-01"
UNSAMPLED = f"00-{TRACE}-b7ad6b7169203331-00"


def config(spans: Path | str = "", percent: int = 100, part: str = "orders") -> SeeingConfig:
    return SeeingConfig(part, f"{part}-1", "base", "3f9c2a7d51be", 8, percent, str(spans))


class Recorder:
    """Records into `file` (or to a collector at that address), or hands over to an exporter."""

    def __init__(
        self,
        file: Path | str,
        percent: int = 100,
        exporter: SpanExporter | None = None,
        part: str = "orders",
    ) -> None:
        self.ended: list[int] = []
        self.written: list[int] = []
        self._file = Path(file)
        self.tracing = OpenTelemetry(
            config(file, percent, part), self.ended.append, self.written.append, exporter
        )

    def spans(self) -> list[SeenSpan]:
        """All that was recorded; nothing more is."""
        self.tracing.close()
        return spans_in(self._file)


def examples(heading: str) -> list[dict[str, Any]]:
    """The JSON objects below a heading of the decision."""
    section = DECISION.read_text(encoding="utf-8").split(f"### {heading}\n")[1].split("\n### ")[0]
    return [json.loads(line) for line in section.splitlines() if line.startswith("{")]


def shape(value: Any, path: str = "") -> set[str]:
    """The paths of all that is in an object, each with the kind of what stands there. A list has
    the shapes of what it holds."""
    if isinstance(value, Mapping):
        return {at for name, each in value.items() for at in shape(each, f"{path}.{name}")}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return {at for each in value for at in shape(each, f"{path}[]")}
    return {f"{path.lstrip('.')}: {type(value).__name__}"}
