"""A mistake of the kind that people make, to be planted in one feature of either arm."""

from dataclasses import dataclass
from typing import Final

from experiments.artefacts.release import Change, Release
from experiments.releases.every_feature import EVERY_FEATURE

RELEASE: Final = "hunted"
"""The name of every release with a bug: replicas write it into each line, so it must tell nothing.
"""


@dataclass(frozen=True)
class Bug:
    """`meaning` is told once it is found. `change` is made in the sources that both arms ship, so
    the mistake is the same on both, letter by letter. `is_slow` where time is all that it costs."""

    name: str
    meaning: str
    change: Change
    is_slow: bool = False

    @property
    def feature(self) -> str:
        """Where it stands."""
        return self.change.feature

    @property
    def release(self) -> Release:
        """It changes something in each feature, so that no part stands out by its version."""
        return Release(RELEASE, (*EVERY_FEATURE.changes, self.change))


CALM: Final = Release(RELEASE, EVERY_FEATURE.changes)
"""The same without a bug."""
