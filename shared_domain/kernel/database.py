"""How both arms talk to PostgreSQL: the same driver, pool and session rules."""

from contextlib import AbstractContextManager

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session, sessionmaker

CONNECT_TIMEOUT_S = 2  # the smallest libpq honours


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
            pool_timeout=pool_timeout_s,
            connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "options": "-c timezone=UTC"},
        )
        # Reads are single statements, so BEGIN and ROLLBACK would only add two round trips.
        self._reads = sessionmaker(self.engine.execution_options(isolation_level="AUTOCOMMIT"))
        self._writes = sessionmaker(self.engine)

    def read(self) -> Session:
        """A session for reading; use as a context manager. Every statement stands alone."""
        return self._reads()

    def write(self) -> AbstractContextManager[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        return self._writes.begin()

    def answers(self) -> bool:
        """True when a statement comes back; raises the driver's error otherwise."""
        with self.read() as session:
            return bool(session.scalar(text("SELECT 1")) == 1)
