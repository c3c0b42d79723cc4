"""What the student predicted about claims, for whoever shows a verdict beside it."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from experiments.guides.attempt import LAB, attempts_in
from experiments.guides.content import guide_names
from experiments.guides.errors import Unusable


def predictions(
    claims: Collection[str], claims_sha256: str, folder: Path = LAB
) -> dict[str, dict[str, Any]]:
    """By claim: what it says ("Supported" or "Refuted"), the number with its unit, and where it
    was made. Only the last attempt of a guide counts, and only if it speaks of these claims; a
    folder that cannot be read says nothing, for a comparison must not fail by it."""
    found: dict[str, dict[str, Any]] = {}
    for name in guide_names():
        try:
            attempts = attempts_in(folder / name)
        except Unusable:
            continue
        last = attempts[-1].prediction if attempts else None
        if last is None or last.claims_sha256 != claims_sha256:
            continue
        made = {"guide": name, "attempt": last.attempt, "at": last.at}
        found |= {
            claim: {"says": said.says, "number": said.number, "unit": said.unit, **made}
            for claim, said in last.claims.items()
            if claim in claims
        }
    return found
