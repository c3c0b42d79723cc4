"""Jars: which ones, where they lie, and whether they are the ones that a lock names.

Every command needs those of `kafka.lock`; those of `elasticsearch.lock` are for `make backends`.

Reading only; `fetch_jars` brings them. A jar that was hashed once is known by its size and time
of change afterwards, so that asking for the class path costs a stat per jar, not 45 MB of reading.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from experiments.setup.errors import SetupError

LOCK = Path(__file__).parent / "kafka.lock"
ELASTICSEARCH_LOCK = Path(__file__).parent / "elasticsearch.lock"
SEEN = "verified.json"
LOCK_COPY = "kafka.lock"

Seen = dict[str, list[str | int]]


@dataclass(frozen=True)
class Jar:
    """One line of a lock; `size` in bytes, `sha256` in hex."""

    group: str
    artifact: str
    version: str
    size: int
    sha256: str

    @property
    def coordinate(self) -> str:
        """group:artifact:version."""
        return f"{self.group}:{self.artifact}:{self.version}"

    @property
    def filename(self) -> str:
        """The jar's name in the folder."""
        return f"{self.artifact}-{self.version}.jar"


def read_lock(path: Path = LOCK) -> tuple[Jar, ...]:
    """The locked jars, in the lock's order; lines that start with # are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_parse(line) for line in lines if line.strip() and not line.startswith("#"))


def default_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the jars lie: the user's cache folder, shared by every copy of this repository."""
    cache = environ.get("XDG_CACHE_HOME", "")
    base = Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache"
    return base / "cleave" / "jars"


def kafka_classpath(folder: Path | None = None, lock: Path = LOCK) -> list[Path]:
    """The verified jars, in the lock's order.

    Raises SetupError when one is missing or is not the one that was verified.
    """
    folder = folder or default_folder()
    return [folder / jar.filename for jar in verified(folder, lock, "run `make setup`")]


def verified(folder: Path, lock: Path, remedy: str) -> tuple[Jar, ...]:
    """The jars of the lock, all of which are in the folder.

    Raises SetupError, with the remedy, when one is missing or is not the one that was verified.
    """
    seen, jars = read_seen(folder), read_lock(lock)
    for jar in jars:
        if not is_verified(jar, folder, seen):
            whose = lock.stem.capitalize()
            raise SetupError(f"{whose}'s {jar.filename} is not in {folder}: {remedy}")
    return jars


def is_verified(jar: Jar, folder: Path, seen: Seen) -> bool:
    """Whether the file is the very one whose checksum was once found right."""
    try:
        status = (folder / jar.filename).stat()
    except OSError:
        return False
    return seen.get(jar.filename) == [jar.sha256, status.st_size, status.st_mtime_ns]


def fault(jar: Jar, path: Path) -> str:
    """What is wrong with the file, by reading all of it; empty when it is the locked jar."""
    try:
        size = path.stat().st_size
    except OSError:
        return "missing"
    if size != jar.size:
        return f"{size} bytes instead of {jar.size}"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return "" if digest == jar.sha256 else "its checksum is not the locked one"


def missing(jars: Iterable[Jar], folder: Path) -> list[Jar]:
    """The jars to fetch; what lies there unverified is read, and deleted if wrong."""
    seen = read_seen(folder)
    absent = []
    for jar in jars:
        if is_verified(jar, folder, seen):
            continue
        path = folder / jar.filename
        if fault(jar, path):
            path.unlink(missing_ok=True)
            absent.append(jar)
    return absent


def read_seen(folder: Path) -> Seen:
    """The record of verified jars; empty when there is none or it cannot be read."""
    try:
        seen = json.loads((folder / SEEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return seen if isinstance(seen, dict) else {}


def record(jars: Iterable[Jar], folder: Path, lock: Path = LOCK) -> None:
    """Write down that all these jars were verified, and for which lock."""
    seen: Seen = {}
    for jar in jars:
        status = (folder / jar.filename).stat()
        seen[jar.filename] = [jar.sha256, status.st_size, status.st_mtime_ns]
    _replace(folder / SEEN, json.dumps(seen, indent=0))
    _replace(folder / LOCK_COPY, lock.read_text(encoding="utf-8"))


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _parse(line: str) -> Jar:
    try:
        coordinate, size, sha256 = line.split()
        group, artifact, version = coordinate.split(":")
        return Jar(group, artifact, version, int(size), sha256)
    except ValueError as error:
        raise SetupError(f"a lock of jars has a line that is none: {line!r}") from error
