"""What is in an artefact: its paths and bytes, decided before anything is written."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from experiments.artefacts.closure import files_of
from experiments.artefacts.entry import entry_text
from experiments.artefacts.errors import ArtefactError
from experiments.artefacts.release import Change, Release
from experiments.artefacts.source import Source
from experiments.artefacts.wrappers import module_of, wrapper_files
from experiments.topology import FEATURES, Part

ENTRY: Final = "entry.py"
DESCRIPTION: Final = "artefact.json"
LOCK: Final = "requirements.lock"
Content = Mapping[str, bytes]


def content_of(part: Part, release: Release, root: Path) -> Content:
    """By path, the bytes of the part's artefact, from the source tree `root`. ArtefactError."""
    for change in release.changes:
        _check(release, change)
    changes = release.of(part.features)
    source = Source(root, _laid_over(release, changes, Source(root, {})))
    main = part.target.partition(":")[0]
    wrapped = [(change.wrapped, module_of(change.wrapper)) for change in changes if change.wrapper]
    return {
        **files_of(source, (main, part.prepare)),
        **wrapper_files(changes),
        ENTRY: entry_text(part.target, wrapped).encode(),
        DESCRIPTION: _description(part, changes, requirements_digest(source.read(LOCK))),
    }


def _laid_over(release: Release, changes: tuple[Change, ...], tree: Source) -> dict[str, str]:
    """By path, what stands in the place of the tree's files or beside them. ArtefactError."""
    texts = {path: text for change in changes for path, text in change.files.items()}
    for change in changes:
        for path, (before, after) in change.edits.items():
            text = tree.read(path).decode()
            if text.count(before) != 1:
                raise ArtefactError(
                    f"release {release.name} edits {path}, which does not hold {before!r} once"
                )
            texts[path] = text.replace(before, after)
    return texts


def digest_of(content: Content) -> str:
    """SHA-256, in hex, of the paths and bytes and nothing else."""
    digest = hashlib.sha256()
    for path in sorted(content):
        digest.update(path.encode() + b"\0" + hashlib.sha256(content[path]).digest())
    return digest.hexdigest()


def requirements_digest(lock: bytes) -> str:
    """SHA-256, in hex, of what is locked: comments and blank lines install nothing."""
    lines = (line.strip() for line in lock.splitlines())
    kept = b"\n".join(line for line in lines if line and not line.startswith(b"#"))
    return hashlib.sha256(kept).hexdigest()


def _description(part: Part, changes: tuple[Change, ...], requirements: str) -> bytes:
    """For a reader. Not the release's name: one content under two names is one artefact."""
    facts = {
        "part": part.name,
        "features": part.features,
        "prepare": part.prepare,
        "changes": [
            {
                "feature": change.wrapped,
                "wrapper": module_of(change.wrapper) if change.wrapper else None,
                "files": sorted({*change.files, *change.edits}),
            }
            for change in changes
        ],
        "requirements_sha256": requirements,
    }
    return json.dumps(facts, indent=2).encode() + b"\n"


def _check(release: Release, change: Change) -> None:
    """A change stays within its feature's own folder, which both arms ship."""
    if change.feature not in FEATURES:
        known = ", ".join(FEATURES)
        raise ArtefactError(f"release {release.name} changes {change.feature!r}, none of {known}")
    own = f"shared_domain/{change.feature}/"
    for path in (*change.files, *change.edits):
        names = path.removeprefix(own).split("/")
        if not path.startswith(own) or not {"", ".", ".."}.isdisjoint(names):
            raise ArtefactError(
                f"release {release.name} lays {path} over {change.feature}: "
                f"only files of {own} are its own"
            )
