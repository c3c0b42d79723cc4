"""The log lines of an arm as one table, `logs`, for DuckDB to search: it reads the files piece by
piece and puts on disk what does not fit its share of memory.

A line that is no JSON object (granian's, Envoy's, PostgreSQL's, Kafka's) is its own message, with
the time and the level that it may begin with.
"""

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from experiments.errors import LabError
from experiments.telemetry.lines import Unread
from experiments.telemetry.log_view import FILES, file_row, view_of
from experiments.telemetry.sources import Source

MEMORY = "256MB"
FILE = "INSERT INTO files VALUES (?, ?, ?, ?, ?)"
REJECTED = """
SELECT DISTINCT file_path, line, error_type::VARCHAR
FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
ORDER BY file_path, line LIMIT 1000
"""


class NoAnswer(LabError):
    """The logs cannot be asked that; the message is one line."""


@dataclass(frozen=True)
class Answer:
    """At most as many rows as were asked for; whether there are `more`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool


class LogStore:
    """A context manager: what it needs on disk is gone after it. `memory` as DuckDB takes it."""

    def __init__(self, sources: Iterable[Source], memory: str = MEMORY) -> None:
        self._files = [(path, source) for source in sources for path in source.logs]
        self._memory = memory
        self._cleaning = ExitStack()

    def __enter__(self) -> Self:
        folder = self._cleaning.enter_context(tempfile.TemporaryDirectory(prefix="cleave-logs-"))
        settings: dict[str, Any] = {
            "memory_limit": self._memory,
            "temp_directory": folder,
            "threads": 2,
            "autoinstall_known_extensions": False,
        }
        self._database = duckdb.connect(":memory:", config=settings)
        self._cleaning.callback(self._database.close)
        self._database.execute(FILES)
        for path, source in self._files:
            self._database.execute(FILE, file_row(path, source))
        self._database.execute(view_of([path for path, _ in self._files]))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cleaning.close()

    def ask(self, sql: str, most: int, given: Mapping[str, Any] | None = None) -> Answer:
        """The first `most` rows of a query. Raises NoAnswer."""
        bounded = f"SELECT * FROM (\n{sql.strip().rstrip(';')}\n) LIMIT {most + 1}"
        try:
            result = self._database.execute(bounded, dict(given or {}))
            columns = tuple(str(column[0]) for column in result.description or ())
            rows = result.fetchall()
        except duckdb.Error as error:
            raise NoAnswer(" ".join(str(error).partition("\n\n")[0].split())) from error
        return Answer(columns, tuple(map(tuple, rows[:most])), len(rows) > most)

    def unread(self) -> Unread:
        """The lines that no question so far could read."""
        found = Unread()
        with suppress(duckdb.CatalogException):
            for path, line, why in self._database.execute(REJECTED).fetchall():
                found.note(Path(path), line, str(why).lower())
        return found
