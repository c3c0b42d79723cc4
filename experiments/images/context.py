"""What the lab hands to an engine to build an image: the Dockerfile, what it reads, an artefact.

The digest of that names the image. It is the artefact's, in effect: all else is the same for every
part, so that one edit in a feature changes the image of the part that ships it and no other.
"""

import hashlib
import io
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.images.lay_out import READY
from experiments.images.names import repository

REPOSITORY: Final = Path(__file__).resolve().parents[2]
DOCKERFILE: Final = "compose/Dockerfile"
SHOWN_DIGITS: Final = 16
FILES: Final = (
    DOCKERFILE,
    "compose/health.py",
    "requirements.in",
    "requirements.lock",
    "experiments/__init__.py",
    "experiments/errors.py",
    "experiments/images/__init__.py",
    "experiments/images/lay_out.py",
    "experiments/images/requirements.py",
)


@dataclass(frozen=True)
class Context:
    """`files` by path. Everything about it is decided by them."""

    part: str
    files: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the part's name and of paths and bytes."""
        digest = hashlib.sha256(self.part.encode())
        for path in sorted(self.files):
            digest.update(b"\0" + path.encode() + b"\0")
            digest.update(hashlib.sha256(self.files[path]).digest())
        return digest.hexdigest()

    @property
    def image(self) -> str:
        return f"{repository(self.part)}:{self.digest[:SHOWN_DIGITS]}"

    def packed(self) -> bytes:
        return packed(self.files)


def packed(files: Mapping[str, bytes]) -> bytes:
    """As a tar archive; the same bytes for the same files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path in sorted(files):
            about = tarfile.TarInfo(path)
            about.size = len(files[path])
            archive.addfile(about, io.BytesIO(files[path]))
    return buffer.getvalue()


def context_of(part: str, content: Mapping[str, bytes], root: Path = REPOSITORY) -> Context:
    """For the image of a part with the `content` of its artefact. OSError if `root` is no source
    tree."""
    common = {path: (root / path).read_bytes() for path in FILES}
    return Context(part, common | {f"{READY}/{path}": data for path, data in content.items()})
