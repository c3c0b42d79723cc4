"""The outside world of a day: a good place for accidents."""

from collections.abc import Callable
from typing import Any

from experiments.testing.answering import OutsideWorld


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

    def be_calm(self) -> None:
        """From now on every moment is an ordinary one."""
        self.before_screening = _nothing


def _nothing() -> None:
    """An ordinary moment."""
