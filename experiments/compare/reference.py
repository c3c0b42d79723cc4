"""The reference run, committed beside the lab, and what this machine makes of the same claims."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.compare.conditions import differing
from experiments.errors import LabError
from experiments.run_folder.documents import BrokenFolder, Document, read_document

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
VERDICTS, ENVIRONMENT = "verdicts.json", "environment.json"


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
        verdicts, environment = (_read(folder, name) for name in (VERDICTS, ENVIRONMENT))
        every = tuple(verdicts.parts("verdicts"))
        return Reference(
            {one.text("claim"): one.maybe_text("ruling") for one in every},
            {one.text("claim"): one.maybe_number("estimate") for one in every},
            environment.body,
            verdicts.text("claims_sha256"),
        )
    except (OSError, BrokenFolder) as error:
        raise BrokenReference(f"the reference run in {folder} cannot be read: {error}") from None


def _read(folder: Path, name: str) -> Document:
    document = read_document(folder, name)
    if document is None:
        raise BrokenFolder(f"{name} is missing")
    return document
