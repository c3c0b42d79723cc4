"""How far a short run has got, written down by it and read by whoever ends it."""

from enum import StrEnum
from pathlib import Path

FILE = "stages.txt"


class Stage(StrEnum):
    """In their order."""

    OPENING = "opening the lab"
    STARTING = "starting an arm"
    LOADING = "under load"
    CHECKING = "checking the tables"
    LEAVING = "leaving the arm"


def reached(folder: Path, stage: Stage) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(f"{stage}\n")


def has_reached(folder: Path, stage: Stage) -> bool:
    try:
        return f"{stage}\n" in (folder / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
