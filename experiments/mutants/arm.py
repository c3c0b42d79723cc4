"""An arm in this process, as the day and its accidents need it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from experiments.testing.answering import OutsideWorld


class Killed(BaseException):
    """kill -9: nothing of ours catches it, transactions are undone, and memory is lost."""


class Arm(Protocol):
    @property
    def name(self) -> str: ...

    def ask(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        """The answer's status and JSON body, as through the gateway. Raises Killed."""
        ...

    def go_on(self) -> bool:
        """One round of all that works beside the requests; False if there was nothing to do."""
        ...

    def restart(self) -> None:
        """kill -9 of every process, and a new start."""
        ...

    def killing(self) -> AbstractContextManager[None]:
        """Within the block the first who is about to commit an order's work is killed."""
        ...

    def cut_connections(self) -> None:
        """The databases end every connection, as in a fail-over."""
        ...

    def break_down(self) -> None:
        """The broker, where there is one, fails the next who publishes."""
        ...

    def audit_url(self, feature: str) -> str: ...

    def close(self) -> None: ...


class Outside(OutsideWorld):
    """The outside world, which can do something before it answers a screening.

    Screening is where an order is under way and no transaction is open: a good moment for
    accidents, and for two orders to meet.
    """

    def __init__(self) -> None:
        super().__init__()
        self.before_screening: Callable[[], None] = _nothing

    def __call__(self, path: str, body: Any) -> tuple[int, Any]:
        if path == "/screen":
            self.before_screening()
        return super().__call__(path, body)


def _nothing() -> None:
    """An ordinary moment."""
