"""The engine's own word on which containers of an arm have died, as it happens."""

import contextlib
import threading
from collections.abc import Callable
from typing import Any, Final

import requests
from docker.errors import DockerException

from experiments.stacks.docker.engine import Engine
from experiments.stacks.docker.names import ARM, LAB, NAME

Died = Callable[[str, int], None]
"""Told the name and the exit code."""
BROKEN: Final = (DockerException, requests.RequestException, OSError, ValueError, AttributeError)
"""What a stream may raise that is closed while it is read."""


class Deaths:
    """Listens from its making on, in a thread of its own, until it is closed."""

    def __init__(self, engine: Engine, lab: str, arm: str, died: Died) -> None:
        wanted = {
            "type": "container",
            "event": "die",
            "label": [f"{LAB}={lab}", f"{ARM}={arm}"],
        }
        self._died = died
        self._over = False
        self._stream: Any = engine.api.events(decode=True, filters=wanted)
        self._thread = threading.Thread(target=self._listen, name=f"deaths-{arm}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over = True
        with contextlib.suppress(*BROKEN):
            self._stream.close()

    def _listen(self) -> None:
        with contextlib.suppress(*BROKEN):
            for event in self._stream:
                if self._over:
                    return
                about = event["Actor"]["Attributes"]
                self._died(about.get(NAME, ""), int(about.get("exitCode", 0)))
