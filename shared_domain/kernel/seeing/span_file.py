"""A file of spans as OTLP/JSON, which begins on a line of its own, and what counts all it takes."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from os import SEEK_END
from pathlib import Path

from opentelemetry.exporter.otlp.json.file.trace_exporter import FileSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

Count = Callable[[int], None]


class Counted(SpanExporter):
    """Counts what the exporter within has written."""

    def __init__(self, inside: SpanExporter, written: Count) -> None:
        self._inside = inside
        self._written = written

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._inside.export(spans)
        if result is SpanExportResult.SUCCESS:
            self._written(len(spans))
        return result

    def shutdown(self) -> None:
        with suppress(OSError):  # what a full disk has not taken, it does not take now
            self._inside.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._inside.force_flush(timeout_millis)


def writing_to(path: str) -> SpanExporter:
    """What adds spans to the file. Raises OSError if it cannot be opened."""
    _end_line(Path(path))
    return FileSpanExporter(path)


def _end_line(file: Path) -> None:
    """Half a line, as a life that was cut off leaves it, would take the next one along."""
    if not file.is_file():
        return
    with file.open("ab+") as spans:
        if spans.tell():
            spans.seek(-1, SEEK_END)
            if spans.read(1) != b"\n":
                spans.write(b"\n")
