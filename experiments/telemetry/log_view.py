"""The table `logs`, as a view over the files: its columns, and how a line becomes a row."""

import re
from collections.abc import Sequence
from pathlib import Path

from experiments.telemetry.sources import Source

COLUMNS = (
    "time", "level", "arm", "part", "replica", "feature", "order_id", "trace_id", "span_id",
    "release", "logger", "message", "error", "dropped", "told", "file", "line",
)  # fmt: skip
"""`time` is UTC. `dropped` is how many lines were lost before this one, `told` the visit or the arm
that runs, `line` the line itself."""

FILES = """
CREATE TABLE files (
    file VARCHAR PRIMARY KEY, arm VARCHAR, told VARCHAR, part VARCHAR, replica VARCHAR
)
"""

LONGEST = 256 * 1024
"""Bytes of a line. A replica cuts what it says to 1 KiB, a database server does not."""

SEPARATOR = "\x1f"
"""What no line of ours holds: so all of a line is one column."""

CUT = "[...]"
"""Where the beginning of a kept log was cut off; see run_folder/folder.py."""

PATHS = (
    "/@timestamp", "/log.level", "/labels/feature", "/labels/order", "/trace/id", "/span/id",
    "/labels/release", "/log/logger", "/message", "/error/stack_trace", "/labels/dropped",
)  # fmt: skip
"""JSON pointers into a line in ECS format; `f` below holds what is there, counted from 1."""

TIME = r"^\[?([0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?)"
LEVEL = r"[ \[](DEBUG|INFO|LOG|NOTICE|WARNING|WARN|ERROR|FATAL|PANIC)[\]: ]"
SMALL_LEVEL = r"\[(debug|info|warning|error|critical)\]"

AFTER_THE_PART = re.compile(r"-[0-9]+\Z|\.(?:database|prepare)\Z")
"""In the name of a log file."""


def file_row(path: Path, source: Source) -> tuple[str, str, str, str, str]:
    """A row of `files`."""
    return (str(path), source.arm, source.told, AFTER_THE_PART.sub("", path.stem), path.stem)


def view_of(paths: Sequence[Path]) -> str:
    """The statement that makes `logs` of these files; of none it is empty."""
    return f"CREATE VIEW logs AS WITH written AS ({_lines(paths)}), {_SAID} {_ROWS}"


def _lines(paths: Sequence[Path]) -> str:
    if not paths:
        return "SELECT NULL::VARCHAR AS file, NULL::VARCHAR AS line WHERE false"
    names = ", ".join(_text(str(path)) for path in paths)
    return f"""
        SELECT filename AS file, line FROM read_csv(
            [{names}], columns = {{'line': 'VARCHAR'}}, auto_detect = false, header = false,
            delim = {_text(SEPARATOR)}, quote = '', escape = '', new_line = '\\n',
            max_line_size = {LONGEST}, store_rejects = true, rejects_limit = 1000)
        WHERE line NOT IN ('', {_text(CUT)})"""


def _text(value: str) -> str:
    """An SQL literal."""
    return "'" + value.replace("'", "''") + "'"


_SAID = f"""
    parsed AS (SELECT file, line, TRY_CAST(line AS JSON) AS said FROM written),
    told_fields AS (
        SELECT file, line, json_extract_string(said, [{", ".join(map(_text, PATHS))}]) AS f
        FROM parsed
    ),
    guessed AS (
        SELECT file, line, f,
            lower(coalesce(
                f[2],
                nullif(regexp_extract(line, {_text(LEVEL)}, 1), ''),
                nullif(regexp_extract(line, {_text(SMALL_LEVEL)}, 1), '')
            )) AS named
        FROM told_fields
    )
"""

_ROWS = f"""
    SELECT
        coalesce(
            TRY_CAST(f[1] AS TIMESTAMP),
            TRY_CAST(replace(regexp_extract(line, {_text(TIME)}, 1), ',', '.') AS TIMESTAMP)
        ) AS "time",
        CASE named
            WHEN 'warn' THEN 'warning'
            WHEN 'fatal' THEN 'critical' WHEN 'panic' THEN 'critical'
            WHEN 'log' THEN 'info' WHEN 'notice' THEN 'info'
            ELSE named
        END AS "level",
        arm, part, replica, f[3] AS feature, f[4] AS order_id, f[5] AS trace_id, f[6] AS span_id,
        f[7] AS "release", f[8] AS logger, coalesce(f[9], line) AS message, f[10] AS error,
        TRY_CAST(f[11] AS BIGINT) AS dropped, told, file, line
    FROM guessed JOIN files USING (file)
"""
