"""Brings lines from log files into Elasticsearch, where there is no Logstash to do so.

Reads a file on where it stopped. What Elasticsearch does not take is sent again, in the order of
the file: nobody who writes a line ever waits for it.
"""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import requests

from experiments.backends.pipeline import Pipeline, read_pipeline
from experiments.telemetry.log_view import AFTER_THE_PART

EVERY_S: Final = 0.2
MOST_BYTES: Final = 1 << 20
"""Of one file in one go."""
ANSWER_S: Final = 5.0


class Shipper:
    """Of all `*.log` in a folder, between the beginning of the block and its end."""

    def __init__(self, logs: Path, elasticsearch: str, pipeline: Pipeline | None = None) -> None:
        self._logs = logs
        self._bulk = f"{elasticsearch}/_bulk"
        self._pipeline = pipeline or read_pipeline()
        self._at: dict[Path, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ship, name="shipper", daemon=True)
        self._session = requests.Session()
        self._session.trust_env = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def ship(self) -> int:
        """Sends what is new; how many lines were taken. Raises OSError if Elasticsearch is away."""
        return sum(self._of(log) for log in sorted(self._logs.glob("*.log")))

    def _ship(self) -> None:
        while not self._over.wait(EVERY_S):
            try:
                self.ship()
            except OSError:
                continue  # it is away: what was not taken is sent again

    def _of(self, log: Path) -> int:
        start = self._at.get(log, 0)
        with log.open("rb") as file:
            file.seek(start)
            data = file.read(MOST_BYTES)
        whole = data[: data.rfind(b"\n") + 1]
        lines = [line for line in whole.decode(errors="replace").splitlines() if line]
        if lines:
            self._send(AFTER_THE_PART.sub("", log.stem), lines)
        self._at[log] = start + len(whole)
        return len(lines)

    def _send(self, service: str, lines: list[str]) -> None:
        body = "".join(f"{line}\n" for line in self._actions(service, lines))
        headers = {"Content-Type": "application/x-ndjson"}
        answer = self._session.post(
            self._bulk, data=body.encode(), headers=headers, timeout=ANSWER_S
        )
        answer.raise_for_status()

    def _actions(self, service: str, lines: list[str]) -> Iterator[str]:
        now = datetime.now(UTC)
        for line in lines:
            document = self._pipeline.document(line, service, now)
            yield json.dumps({"index": {"_index": index_of(document)}})
            yield json.dumps(document)


def index_of(document: dict[str, Any]) -> str:
    """That of its day, as Logstash names it."""
    return f"cleave-logs-{str(document['@timestamp'])[:10].replace('-', '.')}"
