"""A store of toy artefacts, and what is to be seen in it."""

from pathlib import Path

from experiments.artefacts.build import build_artefact
from experiments.artefacts.release import BASE, Artefact, Release
from experiments.testing.toy_arm import TOY

FRONT, BACK = TOY.parts


def build(store: Path, release: Release = BASE) -> Artefact:
    return build_artefact(FRONT, release, store)


def visible(store: Path) -> list[Path]:
    """The artefacts."""
    return sorted(store.glob("[!.]*"))


def hidden(store: Path) -> list[str]:
    """What a build has left behind."""
    return [folder.name for folder in store.glob(".*") if folder.name != ".lock"]
