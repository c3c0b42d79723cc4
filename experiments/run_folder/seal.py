"""Seals a visit's folder, so that a file that was edited, cut short or lost is noticed."""

import hashlib
import json
from pathlib import Path

from experiments.run_folder.folder import SpoiltRun, write_json

SEAL = "seal.json"


class BrokenSeal(SpoiltRun):
    """The folder is not as it was left; the message is one line that says what differs."""


def seal(folder: Path) -> None:
    """Writes down the SHA-256 of every file below `folder`."""
    write_json(folder / SEAL, _digests(folder))


def is_sealed(folder: Path) -> bool:
    """Whether the visit ended: the seal is its last file."""
    return (folder / SEAL).exists()


def require_seal(folder: Path) -> None:
    """Raises BrokenSeal unless every file is as it was when it was sealed."""
    try:
        sealed = json.loads((folder / SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        sealed = None
    if not isinstance(sealed, dict):
        raise BrokenSeal(f"{folder / SEAL} was edited or cut short after the run")
    present = _digests(folder)
    for name in sorted(sealed.keys() | present.keys()):
        if name not in present:
            raise BrokenSeal(f"{folder / name} is missing")
        if name not in sealed:
            raise BrokenSeal(f"{folder / name} was added after the run")
        if sealed[name] != present[name]:
            raise BrokenSeal(f"{folder / name} was edited or cut short after the run")


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != SEAL
    }
