"""The trail of an order, read from real tables: one shop in one database, one over two."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from experiments.order_story.trail import Trail, follow
from experiments.testing.postgres import Server
from experiments.topology import Part, Topology

pytestmark = pytest.mark.real

SENT = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)
TABLES = {
    "front": """
        CREATE TABLE orders (order_id text, status text, reason text, total_cents int);
        CREATE TABLE order_lines (order_id text, product_id text, quantity int, position int);
        CREATE TABLE notifications (order_id text, text text);
        INSERT INTO orders VALUES ('o-1', 'CONFIRMED', NULL, 500), ('o-2', 'PENDING', NULL, 1);
        INSERT INTO order_lines VALUES ('o-1', 'p-0002', 1, 2), ('o-1', 'p-0001', 2, 1);
        INSERT INTO notifications VALUES ('o-1', 'Your order is confirmed.');
    """,
    "back": """
        CREATE TABLE reservations (order_id text, product_id text, quantity int);
        CREATE TABLE ledger (order_id text, entry_id int, kind text, amount_cents int);
        INSERT INTO reservations VALUES ('o-1', 'p-0001', 2);
    """,
}
MESSAGES = """
    CREATE TABLE outbox (position int, topic text, key text, payload text,
                         created_at timestamptz, sent_at timestamptz);
    CREATE TABLE inbox (message_id text, handled_at timestamptz);
"""
TWO = Topology(
    "two",
    (
        Part("front", ("catalog", "orders", "notifications", "recommendations"), "f:f", "f"),
        Part("back", ("inventory", "payments"), "b:b", "b"),
    ),
    transport="kafka",
    base_port=29000,
)


class Databases:
    """Two databases, and how the auditor would reach them."""

    def __init__(self, server: Server, names: dict[str, str]) -> None:
        self._urls = {part: server.url(name) for part, name in names.items()}

    def audit_url(self, feature: str) -> str:
        return self._urls[TWO.part_of(feature).name]

    def run(self, part: str, sql: str, *values: Any) -> None:
        url = self._urls[part].replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.encode(), values or None)

    def message(self, sender: str, kind: str, at_ms: int, taker: str, order: str = "o-1") -> None:
        moment = SENT + timedelta(milliseconds=at_ms)
        payload = json.dumps({"id": f"{kind} {order}", "type": kind, "body": {"order_id": order}})
        insert = "INSERT INTO outbox VALUES (%s, 'a.topic', %s, %s, %s, %s)"
        self.run(sender, insert, at_ms, order, payload, moment, moment + timedelta(milliseconds=1))
        handled = moment + timedelta(milliseconds=5)
        self.run(taker, "INSERT INTO inbox VALUES (%s, %s)", f"{kind} {order}", handled)


@pytest.fixture
def databases(postgres: Server) -> Databases:
    made = Databases(postgres, {part: postgres.create() for part in TABLES})
    for part, tables in TABLES.items():
        made.run(part, tables)
    return made


def follow_first_order(databases: Databases) -> Trail:
    return follow(TWO, databases.audit_url, "o-1")


def test_rows_are_found_by_feature_in_the_order_of_the_story(databases: Databases) -> None:
    trail = follow_first_order(databases)
    assert {table: len(rows) for table, rows in trail.rows.items()} == {
        "orders": 1,
        "order_lines": 2,
        "reservations": 1,
        "ledger": 0,
        "notifications": 1,
    }
    assert list(trail.rows)[:2] == ["orders", "order_lines"]
    assert trail.homes["ledger"] == "back"
    assert [row["product_id"] for row in trail.rows["order_lines"]] == ["p-0001", "p-0002"]


def test_rows_of_one_transaction_carry_one_number(databases: Databases) -> None:
    trail = follow_first_order(databases)
    numbers = {row["by"] for table in ("orders", "order_lines") for row in trail.rows[table]}
    assert len(numbers) == 1


def test_a_shop_without_messages_has_none(databases: Databases) -> None:
    assert follow_first_order(databases).messages == ()


def test_messages_are_followed_from_outbox_to_inbox_in_order(databases: Databases) -> None:
    for part in TABLES:
        databases.run(part, MESSAGES)
    databases.message("back", "StepDone", 20, taker="front")
    databases.message("front", "ReserveStock", 10, taker="back")
    databases.message("front", "ReserveStock", 11, taker="back", order="o-2")

    first, second = follow_first_order(databases).messages

    assert (first.sender, first.kind) == ("front", "ReserveStock")
    assert first.handled == (("back", SENT + timedelta(milliseconds=15)),)
    assert (second.sender, second.kind, second.topic) == ("back", "StepDone", "a.topic")
    assert second.sent_at == SENT + timedelta(milliseconds=21)
