"""One command at a time measures or starts an arm: two would share the cores, and spoil each
other's figures. The lock goes with its process, however that ends."""

import contextlib
from collections.abc import Iterator
from typing import Final

from experiments.stacks.local.places import Places
from experiments.stacks.local.templates import exclusively
from experiments.stacks.protocol import StackError

NAME: Final = "lab"
WAIT_S: Final = 0.2


@contextlib.contextmanager
def whole_lab(places: Places) -> Iterator[None]:
    """Held until the block ends. StackError when another command of this user holds it."""
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(exclusively(places.lock(NAME), WAIT_S))
        except StackError:
            raise StackError(
                "another command is at work with the lab: let it end; `cleave down` would stop it"
            ) from None
        yield
