"""A student's folder, `lab/<guide>/attempt-N/`: one prediction, then runs, then answers.

The prediction is written once and never again. Everything else is replaced whole, so that an
interruption loses nothing.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from experiments.guides.errors import NotYet, Unusable
from experiments.guides.guide import ROOT
from experiments.guides.prediction import Prediction, prediction_from
from experiments.run_folder.folder import write_json

LAB: Final = ROOT / "lab"
PREFIX: Final = "attempt-"
PREDICTION: Final = "prediction"
READ_ONLY: Final = 0o444


@dataclass(frozen=True)
class Run:
    """A run made for the attempt: where it lies, seen from the attempt; why it is no evidence
    ("" if it is); and the digests of its data and of the prediction, as they were then."""

    folder: str
    at: str
    unusable: str
    sha256: str
    prediction_sha256: str


@dataclass(frozen=True)
class Answers:
    """The latest answer to each question, and how many of how many were right after each try."""

    given: Mapping[str, str] = field(default_factory=dict)
    tries: tuple[Mapping[str, Any], ...] = ()


class Attempt:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.prediction = prediction_from(_read(self._file(PREDICTION)), str(path))

    @property
    def runs(self) -> tuple[Run, ...]:
        """In the order they were made."""
        return tuple(Run(**run) for run in self._kept("runs", {"runs": []})["runs"])

    @property
    def usable(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if not run.unusable)

    @property
    def answers(self) -> Answers:
        kept = self._kept("answers", {"given": {}, "tries": []})
        return Answers(kept["given"], tuple(kept["tries"]))

    @property
    def sha256(self) -> str:
        """Of the prediction as it stands in its file."""
        return hashlib.sha256(self._file(PREDICTION).read_bytes()).hexdigest()

    def keep_run(self, run: Run) -> None:
        """A run that was taken up again replaces what it was before."""
        others = (one for one in self.runs if one.folder != run.folder)
        write_json(self._file("runs"), {"runs": [asdict(one) for one in (*others, run)]})

    def keep_answers(self, answers: Answers) -> None:
        write_json(self._file("answers"), asdict(answers))

    def folder_of(self, run: Run) -> Path:
        return Path(os.path.normpath(self.path / run.folder))

    def seen_from_here(self, folder: Path) -> str:
        """So that both can be handed in together."""
        return os.path.relpath(folder.resolve(), self.path.resolve())

    def _file(self, name: str) -> Path:
        return self.path / f"{name}.json"

    def _kept(self, name: str, otherwise: Any) -> Any:
        return _read(self._file(name)) if self._file(name).exists() else otherwise


def attempts_in(folder: Path) -> tuple[Attempt, ...]:
    """Of a guide's folder, the first one first. Raises Unusable."""
    paths = [path.parent for path in folder.glob(f"{PREFIX}*/{PREDICTION}.json")]
    numbered = [path for path in paths if path.name.removeprefix(PREFIX).isdigit()]
    return tuple(Attempt(path) for path in sorted(numbered, key=_number))


def begin_attempt(folder: Path, prediction: Prediction) -> Attempt:
    """Keeps the prediction for good. NotYet when there is one under this number already."""
    path = folder / f"{PREFIX}{prediction.attempt}"
    file = path / f"{PREDICTION}.json"
    if file.exists():
        raise NotYet(f"{file}: a prediction is never written again")
    write_json(file, prediction.as_json())
    file.chmod(READ_ONLY)
    return Attempt(path)


def _number(path: Path) -> int:
    return int(path.name.removeprefix(PREFIX))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from None
    except ValueError:
        raise Unusable(f"{path}: not whole; it was cut or edited") from None
