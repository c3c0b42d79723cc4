"""What is deployed, as data: a release changes features, an artefact is a part's folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Change:
    """What a release changes in one feature.

    `wrapper` is a file of Python, standard library only, whose `wrap(name, feature)` returns what
    takes the feature's place. `files` lays text over paths inside the artefact: a migration, say.
    `edits` holds for paths of the source tree a text that stands there once, and the one that takes
    its place; what two changes do to one file is done in their order. Both stay within the folder
    of the feature and the messages, as its part speaks them. With a `port` the wrapper goes around
    what the part gives the feature: the "bus" by which messages come, where there is one, or the
    "clock".
    """

    feature: str
    wrapper: Path | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    port: str = ""

    @property
    def wrapped(self) -> str:
        """The name under which a composition root offers it to be wrapped."""
        return f"{self.feature}.{self.port}" if self.port else self.feature


@dataclass(frozen=True)
class Release:
    """Changes of one feature wrap it in their order, the last outermost."""

    name: str
    changes: tuple[Change, ...] = ()

    def of(self, features: tuple[str, ...]) -> tuple[Change, ...]:
        """The changes a part that hosts `features` takes."""
        return tuple(change for change in self.changes if change.feature in features)


BASE = Release("base")


@dataclass(frozen=True)
class Artefact:
    """A part's deployable folder. `digest` is the SHA-256 of its content, in hex.

    A replica runs in `folder`, which is also its import path, as `entry:build`.
    """

    part: str
    release: str
    digest: str
    folder: Path
