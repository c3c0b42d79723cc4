"""The backends that are one program each: found on the path, or where `make backends` put them."""

import shutil
from pathlib import Path
from typing import Final

from experiments.backends.places import REMEDY, BackendError, programs_folder

ALERTMANAGER: Final = ("alertmanager", "prometheus-alertmanager")
"""Debian has another program of the first name."""
PROMETHEUS: Final = ("prometheus",)
PROMTOOL: Final = ("promtool",)
JAEGER: Final = ("jaeger",)


def program(names: tuple[str, ...]) -> Path:
    """What was fetched comes first: that is what was tried. BackendError if there is none."""
    for name in reversed(names):
        for folder in _fetched():
            if (folder / name).exists():
                return folder / name
    for name in names:
        if found := shutil.which(name):
            return Path(found)
    raise BackendError(f"{names[0]} is neither on the path nor in {programs_folder()}: {REMEDY}")


def _fetched() -> tuple[Path, ...]:
    folder = programs_folder()
    return (folder / "bin", folder / "debian" / "usr" / "bin")
