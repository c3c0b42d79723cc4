"""How long anybody waits for PostgreSQL, and what becomes of the connection then."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from experiments.testing.postgres import Server
from shared_domain.kernel.connection import PatientConnection
from shared_domain.kernel.database import Database
from shared_domain.kernel.down import is_lost
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.protections import UNPROTECTED
from shared_domain.kernel.statement import Statement

pytestmark = pytest.mark.real
NAP = Statement(text("SELECT pg_sleep(3)"))
SHORT_NAP = Statement(text("SELECT pg_sleep(0.05)"))
MISTAKE = Statement(text("SELECT 1 / 0"))
PID = Statement(text("SELECT pg_backend_pid()"))
NOWHERE = "postgresql+psycopg://m:m@127.0.0.1:1/m"
HASTY = replace(UNPROTECTED, statement_ms=100, failures_to_open=2, look_ms=10)


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    database = Database(postgres.url("postgres"), 2, HASTY)
    yield database
    database.engine.dispose()


def nap(database: Database) -> None:
    with database.read() as session:
        session.all(NAP, {})


def pids(database: Database) -> set[int]:
    """Of the server's processes behind two connections at a time."""
    with database.read() as one, database.read() as other:
        return {one.value(PID, {}), other.value(PID, {})}


def test_a_statement_that_is_not_answered_is_given_up(database: Database) -> None:
    with pytest.raises(OperationalError) as error:
        nap(database)
    assert error.value.connection_invalidated
    assert is_lost(error.value)


def test_one_that_is_answered_in_time_is_not(database: Database) -> None:
    with database.read() as session:
        assert len(session.all(SHORT_NAP, {})) == 1


def test_who_waits_for_ever_is_given_his_answer(postgres: Server) -> None:
    database = Database(postgres.url("postgres"), 1)
    with database.read() as session:
        assert len(session.all(SHORT_NAP, {})) == 1
    database.engine.dispose()


def test_only_the_connection_that_was_given_up_is_lost(database: Database) -> None:
    before = pids(database)
    with pytest.raises(OperationalError):
        nap(database)
    after = pids(database)
    assert len(before & after) == 1


def test_a_transaction_that_is_given_up_says_so_at_each_further_statement(
    database: Database,
) -> None:
    with suppress(OperationalError), database.write() as session:
        for _ in range(2):
            with pytest.raises(OperationalError) as error:
                session.all(NAP, {})
            assert error.value.connection_invalidated
        raise error.value
    with database.write() as session:
        assert session.value(PID, {}) > 0


def test_an_error_of_the_server_costs_no_connection(database: Database) -> None:
    before = pids(database)
    with pytest.raises(DBAPIError) as error, database.read() as session:
        session.all(MISTAKE, {})
    assert not is_lost(error.value)
    assert pids(database) == before


def test_a_commit_is_waited_for_longer(postgres: Server) -> None:
    waited: list[float | None] = []

    class Watched(PatientConnection):
        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            waited.append(self.patience_s)
            return super().wait(gen, interval, timeout)

    url = postgres.url("postgres").replace("+psycopg", "")
    with Watched.connect(url) as connection:
        connection.patience_s = 0.7
        connection.execute("SELECT 1")
        connection.commit()
        assert (waited[-1], connection.patience_s) == (1.4, 0.7)


def test_a_database_that_cannot_be_reached_is_soon_left_alone() -> None:
    database, begun = Database(NOWHERE, 1, HASTY), list[object]()
    database._reach._begin = begun.append
    for _ in range(HASTY.failures_to_open):
        assert database.breaker_state == "closed"
        with pytest.raises(OperationalError) as error:
            database.answers()
        assert is_lost(error.value)
    with pytest.raises(Unavailable, match="the database is down"):
        database.answers()
    assert (database.breaker_state, len(begun)) == ("open", 1)


def test_who_waits_for_the_connections_of_others_says_nothing_of_the_database(
    postgres: Server,
) -> None:
    database = Database(postgres.url("postgres"), 1, replace(HASTY, pool_ms=10))
    with database.read():
        for _ in range(3 * HASTY.failures_to_open):
            with pytest.raises(PoolTimeout), database.read():
                pytest.fail("there was a connection")
    assert database.answers()
    database.engine.dispose()


def test_a_connection_of_psycopg_ends_as_it_does(postgres: Server) -> None:
    """The library's own way to wait is what is built on: should it change, this is told."""
    url = postgres.url("postgres").replace("+psycopg", "")
    with PatientConnection.connect(url) as connection:
        connection.patience_s = 0.05
        with pytest.raises(psycopg.OperationalError, match="timeout"):
            connection.execute("SELECT pg_sleep(3)")
        assert (connection.closed, connection.gave_up) == (True, True)
