"""Reads claims.toml: what is claimed, frozen before a run, and its digest for the plan.

A missing or unknown key, or a value that means nothing, stops the lab with its name, so that no
verdict is ever given on half a claim.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Final

from experiments.analysis.claim import ESTIMANDS, Claim, Published
from experiments.analysis.question import BadQuestion, Direction
from experiments.analysis.verdict import Ruling
from experiments.errors import LabError

CLAIMS_FILE: Final = Path(__file__).parents[1] / "claims.toml"
NAMED: Final = "experiments/claims.toml"


class ClaimsError(LabError):
    """claims.toml lacks something, has something too much, or says something impossible."""


@dataclass(frozen=True)
class Claims:
    """All of them by their ids, and the SHA-256 of the file they were read from."""

    by_id: Mapping[str, Claim]
    digest: str

    def of(self, experiment: str) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.by_id.values() if claim.experiment == experiment)

    def require_digest(self, planned: str) -> None:
        """ClaimsError unless these are the claims that were planned with."""
        if planned != self.digest:
            raise ClaimsError(
                f"{NAMED} ({self.digest[:12]}) is not the one this run was planned with"
                f" ({planned[:12]}): put that one back, or start a new run"
            )


def load_claims(path: Path = CLAIMS_FILE) -> Claims:
    """The claims in `path`; ClaimsError names the claim and the key that is wrong."""
    try:
        content = path.read_bytes()
        table = tomllib.loads(content.decode())
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ClaimsError(f"{NAMED}: {error}") from None
    claims = {name: _claim(name, entry) for name, entry in table.items()}
    if not claims:
        raise ClaimsError(f"{NAMED}: no claim in it")
    for claim in claims.values():
        if claim.pair and (claim.pair not in claims or claims[claim.pair].pair != claim.id):
            raise _wrong(f"{claim.id}.pair", f"'{claim.pair}' is no claim paired with this one")
    return Claims(claims, hashlib.sha256(content).hexdigest())


def _claim(name: str, entry: object) -> Claim:
    claim = Claim(id=name, **_values(Claim, entry, name))
    if claim.estimand not in ESTIMANDS:
        raise _wrong(f"{name}.estimand", f"must be one of: {', '.join(ESTIMANDS)}")
    if claim.direction not in list(Direction):
        raise _wrong(f"{name}.direction", f"must be one of: {', '.join(Direction)}")
    try:
        _ = claim.question
    except BadQuestion as error:
        raise _wrong(f"{name}.margin", f"is impossible: {error}") from None
    return claim


def _published(entry: object, where: str) -> Published:
    published = Published(**_values(Published, entry, where))
    if published.says not in (Ruling.SUPPORTED, Ruling.REFUTED):
        raise _wrong(f"{where}.says", f"must be {Ruling.SUPPORTED} or {Ruling.REFUTED}")
    return published


def _values(kind: type[Claim | Published], entry: object, where: str) -> dict[str, Any]:
    """The keys of one of the file's tables, each of its field's kind. A claim's id is its table's
    name, not a key."""
    if not isinstance(entry, dict):
        raise _wrong(where, "must be a table")
    wanted = {field.name: field for field in fields(kind) if field.name != "id"}
    for unknown in sorted(entry.keys() - wanted.keys()):
        raise ClaimsError(f"{NAMED}: unknown key {where}.{unknown}")
    for name, field in wanted.items():
        if name not in entry and field.default is MISSING:
            raise ClaimsError(f"{NAMED}: missing key {where}.{name}")
    return {
        name: _value(wanted[name].type, value, f"{where}.{name}") for name, value in entry.items()
    }


def _value(kind: Any, value: object, where: str) -> Any:
    if kind == Published | None:
        return _published(value, where)
    if kind is float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise _wrong(where, "must be a number")
        return float(value)
    if kind is bool:
        if not isinstance(value, bool):
            raise _wrong(where, "must be true or false")
    elif not isinstance(value, str) or len(value.strip().splitlines()) != 1:
        raise _wrong(where, "must be a text of one line")
    return value


def _wrong(where: str, why: str) -> ClaimsError:
    return ClaimsError(f"{NAMED}: {where} {why}")
