"""Bad payments: no order can be paid for. All else goes on as before.

The new code is behind a feature flag: while the file `$CLEAVE_SWITCHES/payments.json` says
{"flag": "former"}, the former code runs. An artefact carries this file: it imports the standard
library only, and nothing of ours.
"""

import json
import os
from pathlib import Path
from typing import Any, TypeVar, cast

F = TypeVar("F")


def wrap(name: str, feature: F) -> F:
    """The payments `feature`, bad."""
    return cast(F, BadAuthorise(feature, Path(os.environ["CLEAVE_SWITCHES"]) / f"{name}.json"))


class BadAuthorise:
    """`handle` is what the checkout reaches, by a call or by a message."""

    def __init__(self, payments: Any, flags: Path) -> None:
        self._payments = payments
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        return getattr(self._payments, name)

    def handle(self, session: Any, command: Any) -> None:
        if type(command).__name__ == "AuthorisePayment" and not self._is_switched_off():
            raise RuntimeError("this release cannot authorise a payment")
        self._payments.handle(session, command)

    def _is_switched_off(self) -> bool:
        try:
            return bool(json.loads(self._flags.read_bytes())["flag"] == "former")
        except (OSError, ValueError, KeyError, TypeError):
            return False
