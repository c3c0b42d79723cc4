"""How a fault or a flag reaches the features of a running arm from outside: a file for each.

A wrapper that a release put around a feature looks for `<feature>.json` at each call, and says
in `<feature>.fired` what it did. Replicas that come later, by restart or deploy, obey as well.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from experiments.stacks.local.files import disk_errors
from experiments.stacks.protocol import SWITCHES, StackError
from experiments.topology import FEATURES

VARIABLE: Final = "CLEAVE_SWITCHES"


class Switches:
    """The switches of the arm in folder `arm`; its processes find them by VARIABLE."""

    def __init__(self, arm: Path) -> None:
        self.folder = arm / "switches"

    def create(self) -> None:
        self.folder.mkdir()

    def set(self, feature: str, setting: Mapping[str, object] | None) -> None:
        """Replaces the setting as a whole; None removes it."""
        final = self._file(feature, "json")
        if setting is None:
            final.unlink(missing_ok=True)
            return
        partial = final.with_suffix(".partial")
        with disk_errors(self.folder):
            partial.write_text(json.dumps(setting), encoding="utf-8")
            partial.rename(final)

    def fired(self, feature: str) -> tuple[str, ...]:
        """A line for each time the feature's wrapper acted, the oldest first."""
        file = self._file(feature, "fired")
        return tuple(file.read_text(encoding="utf-8").splitlines()) if file.exists() else ()

    def _file(self, feature: str, kind: str) -> Path:
        if feature not in SWITCHES:
            raise StackError(f"no feature is named {feature!r}: choose from {', '.join(FEATURES)}")
        return self.folder / f"{feature}.{kind}"
