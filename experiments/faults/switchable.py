"""The release that can be told to fail: features, and what brings them messages, within wrappers
that sleep until they are told."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from experiments.artefacts.release import Change, Release

WRAPPER: Final = Path(__file__).parent / "wrapper" / "switchable.py"
BUS_WRAPPER: Final = Path(__file__).parent / "wrapper" / "bus.py"


def switchable(features: Iterable[str], receiving: Iterable[str] = ()) -> Release:
    """An arm that starts from it behaves as ever; nothing is deployed to inject a fault. Of
    `receiving` the bus is wrapped, too."""
    buses = tuple(dict.fromkeys(receiving))
    wrapped = tuple(dict.fromkeys((*features, *buses)))
    return Release(
        "switchable",
        (
            *(Change(each, wrapper=WRAPPER) for each in wrapped),
            *(Change(each, wrapper=BUS_WRAPPER, port="bus") for each in buses),
        ),
    )
