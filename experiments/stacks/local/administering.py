"""What is done to a new PostgreSQL server as its administrator: roles and database of a part, and
the tidying once that is migrated and seeded."""

from collections.abc import Sequence
from typing import Final

import psycopg
from psycopg import sql

from experiments.stacks.local.passwords import Passwords
from experiments.stacks.local.postgres import ADMIN, AUDITOR

FINISH: Final = (
    sql.SQL("ALTER DATABASE template0 IS_TEMPLATE false"),
    sql.SQL("DROP DATABASE template0"),
    sql.SQL("DROP DATABASE postgres"),
    sql.SQL("VACUUM (FREEZE, ANALYZE)"),
)
"""Two databases that no part uses go, so that half as much is copied at each start. To be run in
the part's own."""


def roles_of(part: str, passwords: Passwords) -> list[sql.Composed]:
    """The part's own role and its database, and the auditor, who only reads."""
    own, auditor = sql.Identifier(part), sql.Identifier(AUDITOR)
    return [
        _login(own, passwords.of(part, part)),
        _login(auditor, passwords.of(AUDITOR, part)),
        sql.SQL("GRANT pg_read_all_data TO {}").format(auditor),
        sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(auditor),
        sql.SQL("CREATE DATABASE {} OWNER {}").format(own, own),
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(own),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(own, auditor),
    ]


def as_admin(
    port: int, database: str, password: str, statements: Sequence[sql.SQL | sql.Composed]
) -> None:
    """Each in a transaction of its own, on the server at a loopback port."""
    with psycopg.connect(
        host="127.0.0.1",
        port=port,
        dbname=database,
        user=ADMIN,
        password=password,
        autocommit=True,
    ) as connection:
        for statement in statements:
            connection.execute(statement)


def _login(role: sql.Identifier, password: str) -> sql.Composed:
    return sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password))
