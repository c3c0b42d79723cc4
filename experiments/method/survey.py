"""Counts in an arm's databases while it works: what is not finished, and who is connected.

The same two questions on both arms. An order is finished when it is settled and its customer has
been told; until then it stands in an outbox, in a topic, with a consumer, or in a transaction. So
one difference of two counts covers every backlog that an arm can have, and names none.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Final, LiteralString

import psycopg

from experiments.checks.invariants.fetch import CONNECT_TIMEOUT_S, AuditUrl, Unreadable
from experiments.measure.observation import Tables
from experiments.stacks.libpq import first_line, libpq
from experiments.topology import FEATURES, NOTIFICATIONS, ORDERS

TOLD: Final[LiteralString] = "SELECT count(*) FROM notifications"
PLACED: Final[LiteralString] = "SELECT count(*) FROM orders"
CONNECTED: Final[LiteralString] = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND usesysid IS NOT NULL AND pid <> pg_backend_pid()"
)
"""Clients of the database but for us; the server's own workers are nobody's."""
ACTIVE_MS: Final[LiteralString] = (
    "SELECT coalesce(sum(active_time), 0) FROM pg_stat_database WHERE datname = current_database()"
)
"""Since PostgreSQL 14: milliseconds that sessions spent at statements, locks and disks included."""

Survey = Callable[[], Tables | None]
"""None where nothing is looked at."""


@contextlib.contextmanager
def surveying(audit_url: AuditUrl) -> Iterator[Survey]:
    """Connects beforehand, so that a survey in a scored window costs the arm a few counts.
    Raises Unreadable, and so does the survey."""
    with contextlib.ExitStack() as open_ones, _as_unreadable():
        by_url = {
            url: open_ones.enter_context(_connected(url))
            for url in dict.fromkeys(audit_url(feature) for feature in FEATURES)
        }
        told, placed = (by_url[audit_url(feature)] for feature in (NOTIFICATIONS, ORDERS))

        def survey() -> Tables:
            with _as_unreadable():
                notified = _count(told, TOLD)
                return Tables(
                    unfinished=_count(placed, PLACED) - notified,
                    connections=sum(_count(each, CONNECTED) for each in by_url.values()),
                    active_s=sum(_count(each, ACTIVE_MS) for each in by_url.values()) / 1000,
                )

        yield survey


@contextlib.contextmanager
def not_surveying(_: AuditUrl) -> Iterator[Survey]:
    """For experiments that do not ask what a load needs: one thing less to do to the arm."""
    yield lambda: None


def _connected(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(libpq(url), autocommit=True, connect_timeout=CONNECT_TIMEOUT_S)


def _count(connection: psycopg.Connection[Any], query: LiteralString) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


@contextlib.contextmanager
def _as_unreadable() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise Unreadable(f"the arm's tables cannot be surveyed: {first_line(error)}") from error
