"""How the outside world was told to behave: for an experiment, and for as long as a fault lasts."""

from collections.abc import Callable, Mapping
from typing import Any

Behaviour = Mapping[str, Any]


class World:
    """`tell` is what it hears; what is not said there is as ever."""

    def __init__(self, tell: Callable[[Behaviour], None]) -> None:
        self._tell = tell
        self._usual: Behaviour = {}
        self._told = False

    def usually(self, behaviour: Behaviour) -> None:
        """Until the experiment ends."""
        self._usual = behaviour
        self._say(behaviour)

    def misbehave(self, behaviour: Behaviour) -> None:
        """On top of how it usually is, until `behave_again`."""
        self._say({**self._usual, **behaviour})

    def behave_again(self) -> None:
        self._say(self._usual)

    def let_go(self) -> None:
        """As it was before anybody told it anything."""
        if self._told:
            self._say({})

    def _say(self, behaviour: Behaviour) -> None:
        self._told = True
        self._tell(behaviour)
