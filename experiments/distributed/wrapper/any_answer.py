"""Stands in the place of the orders and lets every answer move a saga on, whether it awaits that
answer or has long gone on, or ended.

An artefact carries this file: it imports the standard library only, and nothing of ours.
"""

from typing import Any, TypeVar

F = TypeVar("F")


def wrap(_name: str, feature: F) -> F:
    """The orders themselves; where they run no sagas, nothing is changed."""
    saga = getattr(getattr(feature, "_checkout", None), "_saga", None)
    if saga is not None:
        saga.advance = Credulous(saga.advance)
    return feature


class Credulous:
    """Takes the place of a saga's `advance`."""

    def __init__(self, advance: Any) -> None:
        self._advance = advance

    def __call__(self, session: Any, reply: Any) -> None:
        self._advance(Awaited(session, reply.command), reply)


class Awaited:
    """A session that reads of every saga that it awaits the answer to `command`."""

    def __init__(self, session: Any, command: str) -> None:
        self._session = session
        self._command = command

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def first(self, statement: Any, values: Any) -> Any:
        row = self._session.first(statement, values)
        return row if row is None else row._replace(awaiting=self._command)
