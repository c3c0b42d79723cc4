"""How both arms talk to PostgreSQL: the same driver, pool and session rules."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text

CONNECT_TIMEOUT_S = 2  # the smallest libpq honours


class Session:
    """A connection for as long as one operation needs it.

    Statements go straight to SQLAlchemy's Core: its ORM session would keep track of objects, of
    which there are none here, and double what a statement costs.
    """

    def __init__(self, connection: Connection) -> None:
        self.execute = connection.execute
        self.scalar = connection.scalar
        self.scalars = connection.scalars
        self._connection = connection
        self._when_committed: list[Callable[[], None]] = []

    def when_committed(self, call: Callable[[], None]) -> None:
        """Make this call once the transaction is committed, and not if it is undone."""
        self._when_committed.append(call)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What the block wrote is undone when it raises; the transaction goes on."""
        asked_before = len(self._when_committed)
        self._connection.exec_driver_sql("SAVEPOINT step")
        try:
            yield
        except Exception:
            del self._when_committed[asked_before:]
            if not self._connection.invalidated:
                self._connection.exec_driver_sql("ROLLBACK TO SAVEPOINT step")
            raise
        self._connection.exec_driver_sql("RELEASE SAVEPOINT step")

    def committed(self) -> None:
        """The transaction is: make the calls that waited for it."""
        for call in self._when_committed:
            call()


class Database:
    """One PostgreSQL database and a pool of `pool_size` connections, opened on first use.

    A thread that finds no free connection waits `pool_timeout_s` seconds, then fails with
    sqlalchemy.exc.TimeoutError, which callers see as 503.
    """

    def __init__(self, url: str, pool_size: int, pool_timeout_s: float = 1.0) -> None:
        self.engine: Engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_use_lifo=True,  # few warm connections, whose statements are prepared, do the work
            pool_timeout=pool_timeout_s,
            connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "options": "-c timezone=UTC"},
        )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading. Every statement stands alone, so that none pays for BEGIN and
        ROLLBACK: two round trips."""
        with self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            _stand_alone(driver, True)
            try:
                yield Session(connection)
            finally:
                _stand_alone(driver, False)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with self.engine.begin() as connection:
            session = Session(connection)
            yield session
        session.committed()

    def answers(self) -> bool:
        """True when a statement comes back; raises the driver's error otherwise."""
        with self.read() as session:
            return bool(session.scalar(text("SELECT 1")) == 1)


def _stand_alone(driver: Any, alone: bool) -> None:
    """By psycopg's own switch: SQLAlchemy's isolation level does the same at ten times the cost."""
    if not driver.closed:  # a connection that broke tells the next statement so
        driver.autocommit = alone
