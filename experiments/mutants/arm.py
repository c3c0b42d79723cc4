"""An arm in this process, as the day and its accidents need it."""

from contextlib import AbstractContextManager
from typing import Any, Protocol


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
