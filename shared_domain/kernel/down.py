"""Errors that say "it is down", not "this is wrong", to those who work beside requests.

What is down comes back: whoever meets one of these waits, however long it takes, and loses nothing.
A request does not wait; what it answers is in `http/problems.py`.
"""

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared_domain.kernel.errors import Unavailable

DOWN = (OperationalError, InterfaceError, PoolTimeout, Unavailable)
