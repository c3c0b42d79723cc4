"""A hunt by a person: which arm, since when, what was opened. It is kept in the arm's own folder,
so it is over when the arm is gone, however that came.

The bug is drawn from the seed and written nowhere.
"""

import json
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from experiments.hunt.bug import Bug
from experiments.hunt.bugs import BUGS
from experiments.hunt.symptom import Symptom
from experiments.run_folder.folder import write_json
from experiments.stacks.local.places import Places
from experiments.topology import TOPOLOGIES

GAME, NOTES = "hunt.json", "hunt.jsonl"
ANSWER: Final = "answer"


@dataclass(frozen=True)
class Game:
    """`began_s` is the wall clock, in seconds since 1970: the hunt outlives its command."""

    arm: str
    seed: int
    began_s: float
    symptom: Symptom

    @property
    def bug(self) -> Bug:
        return drawn(self.seed)

    def as_json(self) -> dict[str, Any]:
        """Says nothing of the bug."""
        facts = {"arm": self.arm, "seed": self.seed, "began_s": self.began_s}
        return {**facts, "symptom": self.symptom.as_json()}


@dataclass(frozen=True)
class Note:
    """Something that was opened or answered during the hunt; `lines` it showed."""

    what: str
    lines: int = 0


def drawn(seed: int) -> Bug:
    return random.Random(seed).choice(BUGS)


def begin(places: Places, game: Game) -> None:
    """The arm must be there."""
    write_json(places.arm(game.arm) / GAME, game.as_json())


def current(places: Places) -> Game | None:
    """The hunt that is on."""
    for arm in TOPOLOGIES:
        with suppress(OSError, ValueError, KeyError, TypeError):
            return _game(json.loads((places.arm(arm) / GAME).read_text(encoding="utf-8")))
    return None


def note(places: Places, what: str, lines: int = 0) -> None:
    """That somebody opened something; nothing, unless a hunt is on. A full disk is no reason not to
    show it."""
    if game := current(places):
        line = json.dumps({"what": what, "lines": lines})
        with suppress(OSError), _notes(places, game).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def notes(places: Places, game: Game) -> list[Note]:
    try:
        lines = _notes(places, game).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [found for line in lines if (found := _note(line))]


def _note(line: str) -> Note | None:
    """None for a line that a full disk has cut."""
    with suppress(ValueError, KeyError, TypeError):
        document = json.loads(line)
        return Note(str(document["what"]), int(document["lines"]))
    return None


def _game(document: Mapping[str, Any]) -> Game:
    symptom = Symptom.from_json(document["symptom"])
    return Game(document["arm"], document["seed"], document["began_s"], symptom)


def _notes(places: Places, game: Game) -> Path:
    return places.arm(game.arm) / NOTES
