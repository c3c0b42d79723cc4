"""All parts of both arms, and what their artefacts hold."""

from collections.abc import Mapping
from pathlib import Path

from experiments.artefacts.build import REPOSITORY
from experiments.artefacts.content import Content, content_of, digest_of
from experiments.artefacts.release import BASE, Release
from experiments.topology import MONOLITH, SERVICES, Part

PACKAGES = ("shared_domain", "monolith", "microservices")
PARTS: Mapping[str, Part] = {part.name: part for part in (*MONOLITH.parts, *SERVICES.parts)}


def content(name: str, release: Release = BASE, root: Path = REPOSITORY) -> Content:
    return content_of(PARTS[name], release, root)


def digests(root: Path, release: Release = BASE) -> dict[str, str]:
    """By part."""
    return {name: digest_of(content(name, release, root)) for name in PARTS}


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The parts whose digests differ."""
    return {name for name in PARTS if before[name] != after[name]}


def below(package: str, files: Content) -> set[str]:
    """What an artefact holds of a package: the names that stand directly in it."""
    inside = {path.split("/")[1] for path in files if path.startswith(f"{package}/")}
    return inside - {"__init__.py"}
