"""Read the relations through the read-only role, wherever the topology keeps each feature."""

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.rows import args_row

from experiments.checks.invariants.relations import QUERIES, Relations
from experiments.errors import LabError
from experiments.stacks.libpq import first_line, libpq

AuditUrl = Callable[[str], str]
"""The read-only SQLAlchemy or libpq URL of the database that holds a feature's tables."""

CONNECT_TIMEOUT_S = 2
STATEMENT_TIMEOUT_MS = 10_000


class Unreadable(LabError):
    """A feature's tables could not be read; the message is one line."""


def fetch(audit_url: AuditUrl) -> Relations:
    """Every relation. Raises Unreadable.

    Features that share a database are read in one snapshot. Across databases there is none: see
    `await_settled` for a reading that holds for all of them at one moment.
    """
    by_url: dict[str, list[str]] = {}
    for name, query in QUERIES.items():
        by_url.setdefault(audit_url(query.feature), []).append(name)
    rows: dict[str, tuple[Any, ...]] = {}
    for url, names in by_url.items():
        rows |= _read(url, names)
    return Relations(**rows)


def _read(url: str, names: list[str]) -> dict[str, tuple[Any, ...]]:
    features = ", ".join(dict.fromkeys(QUERIES[name].feature for name in names))
    try:
        with _snapshot(url) as connection:
            return {name: _rows(connection, name) for name in names}
    except psycopg.Error as error:
        raise Unreadable(f"the tables of {features} cannot be read: {first_line(error)}") from error


def _snapshot(url: str) -> psycopg.Connection[Any]:
    connection = psycopg.connect(
        libpq(url),
        connect_timeout=CONNECT_TIMEOUT_S,
        options=f"-c statement_timeout={STATEMENT_TIMEOUT_MS}",
    )
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def _rows(connection: psycopg.Connection[Any], name: str) -> tuple[Any, ...]:
    query = QUERIES[name]
    with connection.cursor(row_factory=args_row(query.row), binary=True) as cursor:
        return tuple(cursor.execute(query.sql))
