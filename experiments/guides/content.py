"""Reads the guides from their folders: guide.toml, background.md and explanation.md."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from experiments.guides.errors import GuideError, UnknownGuide
from experiments.guides.guide import Guide
from experiments.guides.tables import made

HERE: Final = Path(__file__).parent
FILE: Final = "guide.toml"
TEXTS: Final = ("background", "explanation")


@dataclass(frozen=True)
class Feedback:
    """What a wrong answer shows its giver to think, and how to see through it."""

    misconception: str
    feedback: str


@dataclass(frozen=True)
class Common:
    """For mistakes that any guide may meet: about a ruling, by what is right and what was
    answered; about numbers, by the mistake's name."""

    ruling: Mapping[str, Mapping[str, Feedback]]
    number: Mapping[str, Feedback]


def guide_names() -> tuple[str, ...]:
    """In the order of their names."""
    return tuple(sorted(path.parent.name for path in HERE.glob(f"*/{FILE}")))


def load_guide(name: str) -> Guide:
    """Raises UnknownGuide, which says which there are, and GuideError."""
    if name not in guide_names():
        raise UnknownGuide(f"unknown guide {name!r}: choose from {', '.join(guide_names())}")
    return read_guide(HERE / name)


def read_guide(folder: Path) -> Guide:
    """Raises GuideError, naming the place."""
    table = _toml(folder / FILE)
    texts = {each: _text(folder / f"{each}.md") for each in TEXTS}
    return made(Guide, {"name": folder.name, **texts, **table}, folder.name)


@lru_cache(1)
def load_common() -> Common:
    return made(Common, _toml(HERE / "common.toml"), "common")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise GuideError(f"{path.name}: {error}") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GuideError(f"{path}: {error.strerror}") from None
