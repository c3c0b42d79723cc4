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
from experiments.topology import FEATURES, ORDERS, Part

ENTRY: Final = "entry.py"
DESCRIPTION: Final = "artefact.json"
LOCK: Final = "requirements.lock"
MESSAGES: Final = "shared_domain/messages/"
CHECKOUT: Final = "shared_domain/checkout.py"
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
    """By path, what stands in the place of the tree's files or beside them. An edit that two
    features bring alike, as of the messages between them, is made once. ArtefactError."""
    texts = {path: text for change in changes for path, text in change.files.items()}
    edits = dict.fromkeys((path, edit) for change in changes for path, edit in change.edits.items())
    for path, (before, after) in edits:
        text = texts[path] if path in texts else tree.read(path).decode()
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
    """A change stays within what is its feature's own."""
    if change.feature not in FEATURES:
        known = ", ".join(FEATURES)
        raise ArtefactError(f"release {release.name} changes {change.feature!r}, none of {known}")
    for path in (*change.files, *change.edits):
        if not _is_own(change.feature, path):
            raise ArtefactError(
                f"release {release.name} lays {path} over {change.feature}: "
                f"only files of shared_domain/{change.feature}/ are its own, and the messages"
            )


def _is_own(feature: str, path: str) -> bool:
    """Whether it lies in the feature's own folder, which both arms ship, or is among the messages,
    of which each part ships what it speaks. The checkout is the orders', who conduct it."""
    if (feature, path) == (ORDERS, CHECKOUT):
        return True
    return any(_is_below(folder, path) for folder in (f"shared_domain/{feature}/", MESSAGES))


def _is_below(folder: str, path: str) -> bool:
    names = path.removeprefix(folder).split("/")
    return path.startswith(folder) and {"", ".", ".."}.isdisjoint(names)
