"""A few counts of an arm's tables, taken from outside."""

from collections.abc import Iterator
from typing import Any, Final, LiteralString

import psycopg

from experiments.checks.invariants.fetch import CONNECT_TIMEOUT_S
from experiments.soak.ground import Arm, NotSeen
from experiments.stacks.libpq import first_line, libpq

PENDING: Final = "SELECT count(*) FROM orders WHERE status = 'PENDING'"
ORDERS: Final = "SELECT count(*) FROM orders"
UNSENT: Final = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
MESSAGES: Final = "SELECT count(*) FROM outbox WHERE topic NOT LIKE '%.dead'"


def pending(arm: Arm) -> int:
    return number(arm, "orders", PENDING)


def messages(arm: Arm) -> int:
    """All that was ever to be sent, dead letters apart; where no part tells another, each order is
    one job for the arm's own queue."""
    if not arm.topology.sends:
        return number(arm, "orders", ORDERS)
    return sum(number(arm, part.features[0], MESSAGES) for part in arm.topology.parts)


def unsent(arm: Arm) -> int:
    """Messages that are not known to be sent; of an arm that sends some."""
    return sum(number(arm, part.features[0], UNSENT) for part in arm.topology.parts)


def rows(arm: Arm, feature: str, sql: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
    """By the read-only role. Raises NotSeen where the database does not answer."""
    url = libpq(arm.audit_url(feature))
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_S) as connection:
            return connection.execute(sql, values or None).fetchall()
    except psycopg.Error as error:
        raise NotSeen(f"the tables of {feature} cannot be read: {first_line(error)}") from error


def of_every_part(arm: Arm, sql: LiteralString) -> Iterator[tuple[Any, ...]]:
    for part in arm.topology.parts:
        yield from rows(arm, part.features[0], sql)


def number(arm: Arm, feature: str, sql: LiteralString) -> int:
    ((found,),) = rows(arm, feature, sql)
    assert isinstance(found, int)
    return found
