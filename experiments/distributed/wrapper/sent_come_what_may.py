"""Stands in the place of a bus and says of all that is to be published that the broker has it: what
it cannot take now is lost, and nobody hears of that.

An artefact carries this file: it imports the standard library only, and nothing of ours.
"""

import contextlib
from collections.abc import Sequence
from typing import Any, TypeVar, cast

B = TypeVar("B")


def wrap(_name: str, bus: B) -> B:
    """What takes the place of the bus."""
    return cast(B, Careless(bus))


class Careless:
    """A bus to all who use it; only what is published is taken lightly."""

    def __init__(self, bus: Any) -> None:
        self._bus = bus

    def publisher(self) -> "Hopeful":
        return Hopeful(self._bus)

    def subscribe(self, topics: Sequence[str]) -> Any:
        return self._bus.subscribe(topics)


class Hopeful:
    """A publisher that never fails. After an error it begins anew, so that what waits within it is
    not sent later on."""

    def __init__(self, bus: Any) -> None:
        self._bus = bus
        self._inside: Any = None

    def publish(self, records: Sequence[Any]) -> None:
        with contextlib.suppress(Exception):  # the mistake: nobody is told
            self._try(records)

    def close(self) -> None:
        inside, self._inside = self._inside, None
        if inside is not None:
            inside.close()

    def _try(self, records: Sequence[Any]) -> None:
        if self._inside is None:
            self._inside = self._bus.publisher()
        try:
            self._inside.publish(records)
        except Exception:
            self.close()
            raise
