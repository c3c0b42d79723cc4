"""A plain object behind the wrapper, and its switch."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments.faults.fault import Fault
from experiments.faults.firing import Firing, firings
from experiments.faults.wrapper.switchable import wrap


class Feature:
    """`read` and `write` count their calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._secret = "kept"

    def read(self, number: int, times: int = 1) -> int:
        self.calls += 1
        return number * times

    def write(self) -> None:
        self.calls += 1

    def count(self, session: object) -> None:
        self.calls += 1

    def each(self) -> Iterator[int]:
        yield from (1, 2)

    def refuse(self) -> None:
        raise LookupError("as ever")


def tell(folder: Path, name: str, setting: Any) -> None:
    """As the stack does it: whole or not at all."""
    new = folder / "new"
    new.write_text(setting if isinstance(setting, str) else json.dumps(setting))
    new.rename(folder / f"{name}.json")


class Told:
    """The feature called payments as its callers have it, and what the stack does to its switch."""

    def __init__(self, folder: Path) -> None:
        self.inside = Feature()
        self.feature = wrap("payments", self.inside)
        self._folder = folder

    def switch(self, setting: Any) -> None:
        tell(self._folder, "payments", setting)

    def inject(self, fault: Fault) -> None:
        self.switch(fault.setting)

    def clear(self) -> None:
        (self._folder / "payments.json").unlink()

    @property
    def fired(self) -> tuple[Firing, ...]:
        file = self._folder / "payments.fired"
        return firings(file.read_text().splitlines()) if file.exists() else ()
