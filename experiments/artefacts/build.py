"""Builds the artefact of a part in a release, or finds the one that stands there already.

Its digest is that of its content: the part's import closure with what the release lays over it,
migrations, `entry.py`, the wrappers, and a description with the digest of the locked
requirements. A part takes the changes of the features it hosts and no others.
"""

import os
from pathlib import Path
from typing import Final

from experiments.artefacts.content import content_of, digest_of
from experiments.artefacts.pruning import forget_unused
from experiments.artefacts.release import Artefact, Release
from experiments.artefacts.store import holding, is_intact, place
from experiments.topology import Part

REPOSITORY: Final = Path(__file__).resolve().parents[2]
SHOWN_DIGITS: Final = 16


def build_artefact(
    part: Part, release: Release, store: Path, source: Path = REPOSITORY
) -> Artefact:
    """The artefact, whole and unchanged, below `store`. ArtefactError.

    Any number of builders may use one store. A folder that was damaged or edited is built again.
    """
    content = content_of(part, release, source)
    digest = digest_of(content)
    folder = store / f"{part.name}-{digest[:SHOWN_DIGITS]}"
    with holding(store):
        if not is_intact(folder, content):
            place(folder, content)
            forget_unused(store)
        os.utime(folder)
    return Artefact(part.name, release.name, digest, folder)
