"""What one step of the procedure opened, and whom it makes suspect."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from experiments.hunt.recording import Recording
from experiments.hunt.symptom import Symptom
from experiments.topology import FEATURES


@dataclass(frozen=True)
class Look:
    """`queries` were asked, and came out of so many `files` as so many `lines` to read. `suspects`
    are features, the first one first."""

    step: str
    suspects: tuple[str, ...]
    queries: int = 0
    files: int = 0
    lines: int = 0


@dataclass(frozen=True)
class Step:
    """`look` returns None where the step is of no use for such a symptom: nothing is opened then.
    `told` is the step as a person would do it."""

    name: str
    told: str
    look: Callable[[Recording, Symptom], Look | None]


KNOWN: Final = frozenset(FEATURES)


def features_in(names: list[str]) -> tuple[str, ...]:
    """Those that are features, each once, in their order."""
    return tuple(name for name in dict.fromkeys(names) if name in KNOWN)
