"""Errors that say "it is down", not "this is wrong", to those who work beside requests.

What is down comes back: whoever meets one of these waits, however long it takes, and loses nothing.
A request does not wait; what it answers is in `http/problems.py`.
"""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared_domain.kernel.errors import Unavailable

DOWN = (OperationalError, InterfaceError, PoolTimeout, Unavailable)


def is_lost(error: DBAPIError) -> bool:
    """Whether the database itself was not there for somebody: a connection was lost or given up, or
    none could be made, which is an error of no statement. One who waited for a lock, or for others
    to give back their connections, was served by it."""
    is_of_no_statement = isinstance(error, OperationalError) and error.statement is None
    return error.connection_invalidated or is_of_no_statement
