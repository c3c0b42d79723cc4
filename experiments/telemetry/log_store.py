"""The log lines of an arm as one table, `logs`, for DuckDB to search: it reads the files piece by
piece and puts on disk what does not fit its share of memory.

A line that is no JSON object (granian's, Envoy's, PostgreSQL's, Kafka's) is its own message, with
the time and the level that it may begin with.
"""

import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """What may be asked; see `open_logs`."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database

    def ask(self, sql: str, most: int, given: Mapping[str, Any] | None = None) -> Answer:
        """The first `most` rows of a query. Raises NoAnswer."""
        bounded = f"SELECT * FROM (\n{sql.strip().rstrip(';')}\n) LIMIT {most + 1}"
        with _one_line():
            result = self._database.execute(bounded, dict(given or {}))
            columns = tuple(str(column[0]) for column in result.description or ())
            rows = [tuple(row) for row in result.fetchall()]
        return Answer(columns, tuple(rows[:most]), len(rows) > most)

    def unread(self) -> Unread:
        """The lines that no question so far could read."""
        found = Unread()
        with contextlib.suppress(duckdb.CatalogException):
            for path, line, why in self._database.execute(REJECTED).fetchall():
                found.note(Path(path), line, str(why).lower())
        return found


@contextlib.contextmanager
def open_logs(sources: Iterable[Source], memory: str = MEMORY) -> Iterator[LogStore]:
    """What it needs on disk is gone after the block. `memory` as DuckDB takes it. Raises NoAnswer
    for a file that has just gone away."""
    files = [(path, source) for source in sources for path in source.logs]
    with tempfile.TemporaryDirectory(prefix="cleave-logs-") as folder:
        settings: dict[str, Any] = {
            "memory_limit": memory,
            "temp_directory": folder,
            "threads": 1,  # each would want memory of its own
            "autoinstall_known_extensions": False,
        }
        with contextlib.closing(duckdb.connect(":memory:", config=settings)) as database:
            with _one_line():
                database.execute(FILES)
                for path, source in files:
                    database.execute(FILE, file_row(path, source))
                database.execute(view_of([path for path, _ in files]))
            yield LogStore(database)


@contextlib.contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise NoAnswer(" ".join(str(error).partition("\n\n")[0].split())) from error
