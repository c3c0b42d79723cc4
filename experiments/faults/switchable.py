"""The release that can be told to fail: features within a wrapper that sleeps until it is told."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from experiments.artefacts.release import Change, Release

WRAPPER: Final = Path(__file__).parent / "wrapper" / "switchable.py"


def switchable(features: Iterable[str]) -> Release:
    """An arm that starts from it behaves as ever; nothing is deployed to inject a fault."""
    return Release("switchable", tuple(Change(each, wrapper=WRAPPER) for each in features))
