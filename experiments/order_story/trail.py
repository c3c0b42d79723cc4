"""What one order left in the tables of an arm: rows by feature, and messages by outbox and inbox.

Read through the read-only role, by feature through the topology, so any cut of the shop can be
looked at: a part without a broker simply has no outbox.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from experiments.checks.invariants.fetch import AuditUrl, Unreadable
from experiments.stacks.libpq import first_line, libpq
from experiments.topology import Part, Topology
from shared_domain.messages.forms import read

Record = dict[str, Any]
SETTLE_S = 5.0
LOOK_EVERY_S = 0.05

QUERIES: Mapping[str, Mapping[str, str]] = {
    "orders": {
        "orders": "SELECT *, xmin::text AS by FROM orders WHERE order_id = %s",
        "order_lines": "SELECT *, xmin::text AS by FROM order_lines WHERE order_id = %s"
        " ORDER BY position",
        "sagas": "SELECT *, xmin::text AS by FROM sagas WHERE order_id = %s",
    },
    "inventory": {
        "reservations": "SELECT *, xmin::text AS by FROM reservations WHERE order_id = %s"
        " ORDER BY product_id",
    },
    "payments": {
        "ledger": "SELECT *, xmin::text AS by FROM ledger WHERE order_id = %s ORDER BY entry_id",
    },
    "notifications": {
        "notifications": "SELECT *, xmin::text AS by FROM notifications WHERE order_id = %s",
    },
}
TABLES = tuple(table for tables in QUERIES.values() for table in tables)
OUTBOX = "SELECT * FROM outbox WHERE key = %s ORDER BY position"
INBOX = "SELECT message_id, handled_at FROM inbox WHERE message_id = ANY(%s)"


@dataclass(frozen=True)
class Message:
    """A message about the order. `handled` says which parts took it, and when."""

    sender: str
    topic: str
    kind: str
    body: Mapping[str, Any]
    written_at: datetime
    sent_at: datetime | None
    handled: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class Trail:
    """`rows` by table (one that the arm does not have is missing), `messages` by time.

    Each row has, under "by", the number of the transaction (or of its savepoint) that wrote it.
    """

    rows: Mapping[str, tuple[Record, ...]]
    homes: Mapping[str, str]
    """Table -> the part whose database has it."""
    messages: tuple[Message, ...]


def follow(topology: Topology, audit_url: AuditUrl, order_id: str) -> Trail:
    """The order's trail once its customer is notified and every message is handled, or after
    SETTLE_S in any case. Raises Unreadable."""
    until = time.monotonic() + SETTLE_S
    while True:
        trail = read_trail(topology, audit_url, order_id)
        told = trail.rows.get("notifications")
        handled = all(message.handled and message.sent_at for message in trail.messages)
        if (told and handled) or time.monotonic() > until:
            return trail
        time.sleep(LOOK_EVERY_S)


def read_trail(topology: Topology, audit_url: AuditUrl, order_id: str) -> Trail:
    """The order's trail as it is now. Raises Unreadable."""
    rows: dict[str, tuple[Record, ...]] = {}
    homes: dict[str, str] = {}
    outboxes: dict[str, list[Record]] = {}
    for part, ask in _databases(topology, audit_url):
        for feature in part.features:
            for table, query in QUERIES.get(feature, {}).items():
                found = ask(table, query, order_id)
                if found is not None:
                    rows[table], homes[table] = tuple(found), part.name
        outboxes[part.name] = ask("outbox", OUTBOX, order_id) or []
    ids = [read(row["payload"])["id"] for sent in outboxes.values() for row in sent]
    inboxes = {
        part.name: {row["message_id"]: row["handled_at"] for row in ask("inbox", INBOX, ids) or []}
        for part, ask in _databases(topology, audit_url)
    }
    messages = sorted(_messages(outboxes, inboxes), key=lambda message: message.written_at)
    in_order = {table: rows[table] for table in TABLES if table in rows}
    return Trail(in_order, homes, tuple(messages))


def _messages(
    outboxes: Mapping[str, list[Record]], inboxes: Mapping[str, Mapping[str, datetime]]
) -> Iterator[Message]:
    for sender, rows in outboxes.items():
        for row in rows:
            envelope = read(row["payload"])
            yield Message(
                sender=sender,
                topic=row["topic"],
                kind=envelope["type"],
                body=envelope["body"],
                written_at=row["created_at"],
                sent_at=row["sent_at"],
                handled=tuple(
                    (part, handled[envelope["id"]])
                    for part, handled in inboxes.items()
                    if envelope["id"] in handled
                ),
            )


Ask = Callable[[str, str, Any], list[Record] | None]


def _databases(topology: Topology, audit_url: AuditUrl) -> Iterator[tuple[Part, Ask]]:
    """Each part with a way to ask its database; the answer is None where it lacks the table."""
    for part in topology.parts:
        url = libpq(audit_url(part.features[0]))
        try:
            with psycopg.connect(url, connect_timeout=2, row_factory=dict_row) as connection:
                connection.read_only = True
                yield part, _asker(connection)
        except psycopg.Error as error:
            raise Unreadable(
                f"the tables of {part.name} cannot be read: {first_line(error)}"
            ) from error


def _asker(connection: psycopg.Connection[Record]) -> Ask:
    def ask(table: str, query: str, about: Any) -> list[Record] | None:
        there = connection.execute("SELECT to_regclass(%s)::text AS name", (table,)).fetchone()
        if there is None or there["name"] is None:
            return None
        return connection.execute(query.encode(), (about,)).fetchall()

    return ask
