"""A database that takes no writes: PostgreSQL's own switch, set by its administrator.

By ALTER SYSTEM, so that a server that is killed meanwhile comes back as it was; what is open obeys
from its next transaction on. It ends with the arm's data.
"""

from dataclasses import dataclass
from typing import Any, Final

import psycopg

from experiments.stacks.libpq import first_line
from experiments.stacks.local.passwords import Passwords
from experiments.stacks.local.postgres import ADMIN
from experiments.stacks.protocol import StackError

CONNECT_S: Final = 2
"""The least that libpq honours."""
FORBID: Final = "ALTER SYSTEM SET default_transaction_read_only = on"
ALLOW: Final = "ALTER SYSTEM RESET default_transaction_read_only"
WRITE: Final = "SELECT pg_logical_emit_message(false, 'cleave', 'a look', true)"
"""Into the write-ahead log, where nobody reads it, and out to the disk before it returns; see
PostgreSQL's documentation, "System Administration Functions"."""


@dataclass(frozen=True)
class Door:
    """The way into the database of a part, by a loopback port."""

    part: str
    port: int
    passwords: Passwords

    def connect(self, role: str) -> "psycopg.Connection[Any]":
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            dbname=self.part,
            user=role,
            password=self.passwords.of(role, self.part),
            connect_timeout=CONNECT_S,
            autocommit=True,
        )


def set_read_only(door: Door, on: bool) -> None:
    """Raises StackError while the database does not answer."""
    try:
        with door.connect(ADMIN) as connection:
            connection.execute(FORBID if on else ALLOW)
            connection.execute("SELECT pg_reload_conf()")
    except psycopg.Error as error:
        reason = first_line(error)
        raise StackError(f"the database of {door.part} takes no orders: {reason}") from error


def is_writable(door: Door) -> bool:
    """By what the part's own role may and can do: a transaction of its own, and a write."""
    try:
        with door.connect(door.part) as connection:
            row = connection.execute("SHOW transaction_read_only").fetchone()
            connection.execute(WRITE)
    except psycopg.Error:
        return False
    return row == ("off",)
