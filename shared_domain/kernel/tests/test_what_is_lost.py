"""Which errors say that a database was not there, and which that it served somebody else first."""

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from shared_domain.kernel.down import is_lost

GONE = psycopg.OperationalError("server closed the connection")
LOCKED = psycopg.errors.LockNotAvailable("canceling statement due to lock timeout")


@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (OperationalError(None, None, GONE), True),
        (OperationalError("SELECT 1", {}, GONE, connection_invalidated=True), True),
        (OperationalError("UPDATE stock", {}, LOCKED), False),
        (IntegrityError("INSERT", {}, Exception("duplicate key")), False),
        (IntegrityError(None, None, Exception("duplicate key at the commit")), False),
    ],
)
def test_a_database_is_lost_to_whom_it_was_not_there_for(error: DBAPIError, lost: bool) -> None:
    assert is_lost(error) is lost
