"""The reference run, committed beside the lab, and what this machine makes of the same claims."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.compare.conditions import differing
from experiments.errors import LabError

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


class BrokenReference(LabError):
    """The reference run cannot be read; one line."""

    advice = "make it again with make reference, or take its folder away"


@dataclass(frozen=True)
class Held:
    """A claim here and in the reference run; a ruling is None where there was none."""

    claim: str
    here: str | None
    there: str | None

    @property
    def agrees(self) -> bool:
        return self.here is not None and self.here == self.there


@dataclass(frozen=True)
class Reference:
    """`rulings` by claim; `claims_sha256` says which claims they were."""

    rulings: Mapping[str, str | None]
    estimates: Mapping[str, float | None]
    environment: Mapping[str, Any]
    claims_sha256: str

    def held(self, rulings: Mapping[str, str | None]) -> tuple[Held, ...]:
        """The claims that both have looked at; `rulings` are those made here."""
        return tuple(
            Held(claim, here, self.rulings[claim])
            for claim, here in rulings.items()
            if claim in self.rulings
        )

    def conditions(self, here: Mapping[str, Any]) -> Iterator[str]:
        """What differs here, a line each."""
        return differing(here, self.environment)


def read_reference(folder: Path = REFERENCE) -> Reference | None:
    """None where none has been made yet. Raises BrokenReference."""
    if not folder.exists():
        return None
    try:
        told = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
        environment = json.loads((folder / "environment.json").read_text(encoding="utf-8"))
        verdicts = told["verdicts"]
        return Reference(
            {one["claim"]: one["ruling"] for one in verdicts},
            {one["claim"]: one["estimate"] for one in verdicts},
            environment,
            told["claims_sha256"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenReference(f"the reference run in {folder} cannot be read: {error}") from None
