"""What a student foresaw, and when: kept as a small JSON document."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from experiments.guides.errors import Unusable

KIND = "cleave prediction"
FORMAT = 1


@dataclass(frozen=True)
class Said:
    """About one claim: "Supported" or "Refuted", and a number in `unit`."""

    says: str
    number: float
    unit: str


@dataclass(frozen=True)
class Prediction:
    """`at` is UTC in ISO 8601; `claims_sha256` says which claims.toml it speaks of."""

    guide: str
    attempt: int
    at: str
    claims_sha256: str
    claims: Mapping[str, Said]
    why: str

    def as_json(self) -> dict[str, Any]:
        return {"kind": KIND, "format": FORMAT, **asdict(self)}


def prediction_from(document: Any, where: str) -> Prediction:
    """Raises Unusable."""
    try:
        if (document["kind"], document["format"]) != (KIND, FORMAT):
            raise Unusable(f"{where}: not a prediction of this format")
        claims = {name: Said(**said) for name, said in document["claims"].items()}
        rest = {name: document[name] for name in ("guide", "attempt", "at", "claims_sha256", "why")}
    except (KeyError, TypeError, AttributeError) as error:
        raise Unusable(f"{where}: not a prediction ({error!r})") from None
    return Prediction(claims=claims, **rest)
