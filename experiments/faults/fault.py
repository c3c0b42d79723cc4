"""A fault, as data: the feature it is named by, what is hit, what is done to it, how it shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.errors import LabError
from experiments.faults.place import Place
from experiments.topology import FEATURES


class FaultError(LabError):
    """There is no such fault, or it cannot be done to this feature; one line."""


@dataclass(frozen=True)
class Fault:
    """`setting` says what is done: to a feature, its bus or its clock, what `Stack.switch` takes;
    elsewhere "fault" is the act and the rest its parameters (see `method/hands.py`).

    It shows in answers that are not good or, where it only delays, in answers that take
    `slower_by_ms` or more. `kills`: each call that meets it ends a process, so that looking at it
    adds to it.
    """

    name: str
    feature: str
    setting: Mapping[str, object]
    slower_by_ms: float = 0.0
    kills: bool = False
    place: Place = Place.FEATURE

    def __post_init__(self) -> None:
        require_feature(self.feature)

    def __str__(self) -> str:
        return f"{self.name} of {self.feature}"


def require(holds: bool, what: str) -> None:
    """Raises FaultError, saying what must hold."""
    if not holds:
        raise FaultError(what)


def require_feature(name: str) -> None:
    """FaultError for a feature that there is not."""
    require(name in FEATURES, f"there is no feature {name!r}: choose from {', '.join(FEATURES)}")
