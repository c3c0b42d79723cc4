"""Reads, writes and the pool, on a real PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from experiments.testing.postgres import DatabaseOf, Server
from experiments.testing.transactions import undone
from shared_domain.inventory.seed import seed
from shared_domain.inventory.tables import stock
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.protections import UNPROTECTED
from shared_domain.kernel.seeding import seed_once
from shared_domain.kernel.statement import Statement

pytestmark = pytest.mark.real
COUNT = text("SELECT count(*) FROM stock")
INSERT = text("INSERT INTO stock VALUES ('p-0001', 1, 1)")
PUT = Statement(stock.insert())
SELL = Statement(update(stock).where(stock.c.available > 0).values(available=0))
IN_ORDER = Statement(select(stock).order_by(stock.c.product_id))
CUT = Statement(
    text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
)


def test_what_is_written_is_there_when_the_block_ends(database_of: DatabaseOf) -> None:
    database = database_of("inventory")
    with database.write() as session:
        session.execute(INSERT)
        with database.read() as other:
            assert other.scalar(COUNT) == 0
    with database.read() as session:
        assert session.scalar(COUNT) == 1


def test_what_was_written_is_gone_when_the_block_raises(database_of: DatabaseOf) -> None:
    database = database_of("inventory")

    def write_and_fail() -> None:
        with database.write() as session:
            session.execute(INSERT)
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        write_and_fail()
    with database.read() as session:
        assert session.scalar(COUNT) == 0


def test_each_statement_of_a_read_stands_alone(database_of: DatabaseOf) -> None:
    database = database_of("inventory")
    with database.read() as session:
        assert session.scalar(COUNT) == 0
        with database.write() as other:
            other.execute(INSERT)
        assert session.scalar(COUNT) == 1


def test_a_thread_that_finds_no_connection_gives_up_soon(postgres: Server) -> None:
    hasty = replace(UNPROTECTED, pool_ms=10)
    database = Database(postgres.url("postgres"), 1, hasty)
    with database.read() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(PoolTimeout), database.read() as second:
            second.execute(text("SELECT 1"))
    database.engine.dispose()


def test_a_database_answers_or_raises(postgres: Server) -> None:
    database = Database(postgres.url("postgres"), pool_size=1)
    assert database.answers()
    database.engine.dispose()
    with pytest.raises(OperationalError):
        Database(postgres.url("no_such_database"), pool_size=1).answers()


def test_time_comes_back_in_utc_wherever_the_server_stands(postgres: Server) -> None:
    database = Database(postgres.url("postgres"), pool_size=1)
    with database.read() as session:
        now = session.scalar(text("SELECT now()"))
    database.engine.dispose()
    assert isinstance(now, datetime)
    assert now.isoformat().endswith("+00:00")
    assert now.utcoffset() == UTC.utcoffset(None)


def test_a_database_is_seeded_once(database_of: DatabaseOf) -> None:
    database = database_of("inventory")
    for _ in range(2):
        with database.write() as session:
            seed_once(session, stock, [seed])
    with database.read() as session:
        assert session.scalar(COUNT) == 1_000


def units(product_id: str, available: int) -> dict[str, object]:
    return {"product_id": product_id, "opening": 1, "available": available}


def test_a_statement_gives_rows_by_name_a_value_and_how_many_it_changed(
    database_of: DatabaseOf,
) -> None:
    with database_of("inventory").write() as session:
        assert session.first(IN_ORDER, {}) is None
        assert session.value(IN_ORDER, {}) is None
        assert session.change(PUT, units("p-0002", 0)) == 1
        assert session.change(PUT, units("p-0001", 1)) == 1
        assert session.value(IN_ORDER, {}) == "p-0001"
        assert [(row.product_id, row.available) for row in session.all(IN_ORDER, {})] == [
            ("p-0001", 1),
            ("p-0002", 0),
        ]
        assert session.change(SELL, {}) == 1


def test_a_statement_that_breaks_a_rule_says_so_as_sqlalchemy_does(database_of: DatabaseOf) -> None:
    with (
        pytest.raises(IntegrityError, match="stock_never_negative") as error,
        database_of("inventory").write() as session,
    ):
        session.change(PUT, units("p-0001", -1))
    assert not error.value.connection_invalidated


def cut_all(database: Database) -> None:
    """End every connection to it, as its server's crash would."""
    another = Database(database.engine.url.render_as_string(hide_password=False), pool_size=1)
    with another.read() as session:
        session.all(CUT, {})
    another.engine.dispose()


def test_one_broken_connection_tells_of_all_that_were_open(database_of: DatabaseOf) -> None:
    database = database_of("inventory")
    with database.read() as one, database.read() as other:
        one.all(IN_ORDER, {})
        other.all(IN_ORDER, {})
    cut_all(database)
    with pytest.raises(OperationalError) as error, database.read() as session:
        session.all(IN_ORDER, {})
    assert error.value.connection_invalidated
    with database.read() as one, database.read() as other:
        assert one.all(IN_ORDER, {}) == other.all(IN_ORDER, {}) == []


def test_a_lost_connection_says_the_same_at_each_further_statement(database_of: DatabaseOf) -> None:
    """Who goes on after the first still sees a database that is down, and no mistake of ours."""
    database = database_of("inventory")
    ways: list[Callable[[], AbstractContextManager[Session]]]
    ways = [database.read, partial(undone, database)]
    for opened in ways:
        with opened() as session:
            session.all(IN_ORDER, {})
            cut_all(database)
            for _ in range(3):
                with pytest.raises(OperationalError) as error:
                    session.all(IN_ORDER, {})
                assert error.value.connection_invalidated
    with database.write() as session:
        assert session.change(PUT, units("p-0001", 1)) == 1


def test_a_savepoint_within_another_is_refused(database_of: DatabaseOf) -> None:
    with database_of("inventory").write() as session:
        with session.savepoint():
            session.change(PUT, units("p-0001", 1))
            with pytest.raises(RuntimeError, match="within another"), session.savepoint():
                pytest.fail("it stands")
        with session.savepoint():
            session.change(PUT, units("p-0002", 1))
        assert session.scalar(COUNT) == 2


def test_a_connection_that_a_read_cannot_give_back_is_thrown_away(database_of: DatabaseOf) -> None:
    """The read's own error is told, and who writes next does not write without a transaction."""
    database = database_of("inventory")

    def read(fails: bool) -> None:
        with database.read() as session:
            session.execute(text("BEGIN"))
            if fails:
                raise LookupError("what went wrong")

    with pytest.raises(LookupError, match="what went wrong"):
        read(fails=True)
    read(fails=False)
    with undone(database) as session:
        session.change(PUT, units("p-0001", 1))
    with database.read() as session:
        assert session.scalar(COUNT) == 0
