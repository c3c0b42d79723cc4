"""The release that can be told to fail: features, what brings them messages, and their clocks,
within wrappers that sleep until they are told."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from experiments.artefacts.release import Change, Release

FOLDER: Final = Path(__file__).parent / "wrapper"
WRAPPER: Final = FOLDER / "switchable.py"
BUS_WRAPPER: Final = FOLDER / "bus.py"
CLOCK_WRAPPER: Final = FOLDER / "clock.py"


def switchable(
    features: Iterable[str], receiving: Iterable[str] = (), skewed: Iterable[str] = ()
) -> Release:
    """An arm that starts from it behaves as ever; nothing is deployed to inject a fault. Of
    `receiving` the bus is wrapped, too, and of `skewed` the clock."""
    buses, clocks = tuple(dict.fromkeys(receiving)), tuple(dict.fromkeys(skewed))
    wrapped = tuple(dict.fromkeys((*features, *buses, *clocks)))
    return Release(
        "switchable",
        (
            *(Change(each, wrapper=WRAPPER) for each in wrapped),
            *(Change(each, wrapper=BUS_WRAPPER, port="bus") for each in buses),
            *(Change(each, wrapper=CLOCK_WRAPPER, port="clock") for each in clocks),
        ),
    )
