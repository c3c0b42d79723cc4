"""The engine's own word on which containers of an arm have died, as it happens."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import requests
from docker.errors import DockerException

from experiments.stacks.docker.engine import Engine, asking
from experiments.stacks.docker.names import NAME, filters_of

log = logging.getLogger(__name__)
Died = Callable[[str, int], None]
"""Told the name and the exit code."""
BROKEN: Final = (DockerException, requests.RequestException, OSError, ValueError, AttributeError)
"""What a stream may raise that is closed while it is read."""


class Deaths:
    """Listens from its making on, in a thread of its own, until it is closed.

    Should the engine end it before, it is `blind`: nobody would be told of a death any more.
    """

    def __init__(self, engine: Engine, lab: str, arm: str, died: Died) -> None:
        wanted = {"type": "container", "event": "die", **filters_of(lab, arm)}
        self.blind = False
        self._died = died
        self._over = False
        with asking("the engine does not tell what dies"):
            self._stream: Any = engine.api.events(decode=True, filters=wanted)
        self._thread = threading.Thread(target=self._listen, name=f"deaths-{arm}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over = True
        with contextlib.suppress(*BROKEN):
            self._stream.close()

    def _listen(self) -> None:
        for about in self._told():
            try:
                self._died(about.get(NAME, ""), int(about.get("exitCode", 0)))
            except Exception:
                log.exception("the death of %s was not seen to", about.get(NAME, ""))

    def _told(self) -> Iterator[Mapping[str, str]]:
        with contextlib.suppress(*BROKEN):
            for event in self._stream:
                if self._over:
                    return
                yield event["Actor"]["Attributes"]
        self.blind = not self._over
