"""How both arms talk to PostgreSQL: the same driver, pool and session rules."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.errors import ReadOnlySqlTransaction
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from shared_domain.kernel.connection import PatientConnection
from shared_domain.kernel.down import is_lost
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.protections import UNPROTECTED, Protections, seconds
from shared_domain.kernel.reach import Reach
from shared_domain.kernel.seeing.here import span
from shared_domain.kernel.seeing.span import Attributes, Kind
from shared_domain.kernel.statement import Statement

CONNECT_TIMEOUT_S = 2  # the smallest libpq honours
POOL_TIMEOUT_S = 30.0  # as SQLAlchemy has it, where nobody is to give up sooner
# All statements find few rows by key, among rows that lie in memory: they are planned once, and by
# index. PostgreSQL would plan those with arrays at each execution, or scan a small table.
SETTINGS = "-c timezone=UTC -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1"

POSTGRESQL: Attributes = {"db.system.name": "postgresql"}


class Session:
    """A connection for as long as one operation needs it.

    What an operation runs is a Statement and goes straight to the driver, by `first`, `all`,
    `value` or `change`. What runs seldom or with many rows of values (seeds, a copy of products, a
    probe, a look in a test) is a construct of SQLAlchemy and goes through it, by `execute`, or by
    `scalar`, which is to a construct what `value` is to a Statement. All raise SQLAlchemy's errors.
    """

    def __init__(self, connection: Connection, driver: PatientConnection) -> None:
        self.execute = connection.execute
        self.scalar = connection.scalar
        self._connection = connection
        self._driver = driver
        self._cursor = driver.cursor(row_factory=namedtuple_row)
        self._when_committed: list[Callable[[], None]] = []
        self._in_savepoint = False

    def first(self, statement: Statement, values: Mapping[str, Any]) -> Any:
        """The first row, or None. A row has the columns' names as attributes."""
        return self._ask(statement, values).fetchone()

    def all(self, statement: Statement, values: Mapping[str, Any]) -> Sequence[Any]:
        """Every row."""
        return self._ask(statement, values).fetchall()

    def value(self, statement: Statement, values: Mapping[str, Any]) -> Any:
        """The first row's first column, or None."""
        row = self.first(statement, values)
        return None if row is None else row[0]

    def change(self, statement: Statement, values: Mapping[str, Any]) -> int:
        """How many rows were changed."""
        return self._ask(statement, values).rowcount

    def when_committed(self, call: Callable[[], None]) -> None:
        """Make this call once the transaction is committed, and not if it is undone."""
        self._when_committed.append(call)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What the block wrote is undone when it raises; the transaction goes on. RuntimeError
        within another savepoint: all have one name, so the outer would undo half of its work."""
        if self._in_savepoint:
            raise RuntimeError("a savepoint cannot stand within another one")
        asked_before = len(self._when_committed)
        self._run(b"SAVEPOINT step")
        self._in_savepoint = True
        try:
            yield
        except Exception:
            del self._when_committed[asked_before:]
            if not self._driver.closed:
                self._run(b"ROLLBACK TO SAVEPOINT step")
            raise
        finally:
            self._in_savepoint = False

    def run_commit_hooks(self) -> None:
        """Make the calls that waited for the commit."""
        for call in self._when_committed:
            call()

    def _ask(self, statement: Statement, values: Mapping[str, Any]) -> psycopg.Cursor[Any]:
        with span(statement.summary, Kind.CLIENT, POSTGRESQL):
            return self._run(statement.sql, statement.with_literals(values))

    def _run(self, sql: bytes, values: Mapping[str, Any] | None = None) -> psycopg.Cursor[Any]:
        try:
            return self._cursor.execute(sql, values)
        except psycopg.Error as error:
            if self._driver.closed:
                self._tell_the_pool()
            raise DBAPIError.instance(
                sql.decode(),
                dict(values or {}),
                error,
                psycopg.Error,
                hide_parameters=True,  # they may be of a person
                connection_invalidated=self._driver.closed,
            ) from error

    def _tell_the_pool(self) -> None:
        """That the connection is lost: it notices by a statement that fails, and then drops all
        that it holds. At a second statement SQLAlchemy knows already, and refuses it. One that gave
        up waiting says nothing of the others: opening them anew is what takes longest then."""
        if self._driver.gave_up:
            self._connection.invalidate()
            return
        with suppress(SQLAlchemyError):
            self._connection.exec_driver_sql("SELECT")


class Database:
    """One PostgreSQL database and a pool of `pool_size` connections, opened on first use.

    `protections` say how long a thread waits for a free connection, which ends in
    sqlalchemy.exc.TimeoutError, and for an answer, in OperationalError; and whether it asks at all
    while the database is known to be down, or is told Unavailable. Callers see 503 each time.
    """

    def __init__(self, url: str, pool_size: int, protections: Protections = UNPROTECTED) -> None:
        self._patience_s = seconds(protections.statement_ms)
        self._reach = Reach(protections, self._look)
        self.engine: Engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_use_lifo=True,  # few warm connections, whose statements are prepared, do the work
            pool_timeout=seconds(protections.pool_ms) or POOL_TIMEOUT_S,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "options": SETTINGS},
        )
        event.listen(self.engine, "do_connect", self._connect)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading. Each statement commits by itself, so that none pays for BEGIN and
        ROLLBACK: two round trips."""
        with self._asking(), self.engine.connect() as connection:
            driver = _driver_of(connection)
            _set_autocommit(driver, True)
            try:
                yield Session(connection, driver)
            finally:
                _end_autocommit(connection, driver)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with span("transaction"), self._asking(), self.engine.begin() as connection:
            session = Session(connection, _driver_of(connection))
            yield session
        session.run_commit_hooks()

    def connections(self) -> tuple[int, int]:
        """How many are in use, and how many there may be."""
        pool = self.engine.pool
        assert isinstance(pool, QueuePool)
        return pool.checkedout(), pool.size()

    @property
    def breaker_state(self) -> str:
        """open while it is known to be down, else closed."""
        return "open" if self._reach.is_down else "closed"

    def answers(self) -> bool:
        """True when a statement comes back; raises the driver's error otherwise."""
        with self.read() as session:
            return bool(session.scalar(text("SELECT 1")) == 1)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Not while it is known to be down. What a block raises that never met the database says
        nothing of it."""
        self._reach.require()
        try:
            yield
        except DBAPIError as error:
            if isinstance(error.orig, ReadOnlySqlTransaction):  # it comes back, too
                raise Unavailable("the database takes no writes") from error
            if is_lost(error):
                self._reach.failed()
            raise
        self._reach.answered()

    def _connect(
        self, _dialect: object, _record: object, arguments: list[Any], settings: dict[str, Any]
    ) -> PatientConnection:
        connection = PatientConnection.connect(*arguments, **settings)
        connection.patience_s = self._patience_s
        return connection

    def _look(self) -> None:
        """Raises what a read would raise."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))


def _driver_of(connection: Connection) -> PatientConnection:
    driver: Any = connection.connection.driver_connection
    return driver  # type: ignore[no-any-return]


def _set_autocommit(driver: psycopg.Connection[Any], on: bool) -> None:
    """By psycopg's own switch: SQLAlchemy's isolation level does the same at ten times the cost."""
    if not driver.closed:  # a connection that broke tells the next statement so
        driver.autocommit = on


def _end_autocommit(connection: Connection, driver: psycopg.Connection[Any]) -> None:
    """What cannot be switched back, as in the middle of a transaction, is thrown away: the next to
    get it may want to write."""
    try:
        _set_autocommit(driver, False)
    except psycopg.Error:
        connection.invalidate()
