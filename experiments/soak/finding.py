"""What was promised, what was seen, and whether that is the same. Pure."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """`kept` is None for what is told without having been promised. `because` are the sentences of
    whoever found the promise broken."""

    asked: str
    seen: str
    kept: bool | None
    because: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "because": list(self.because)}


@dataclass(frozen=True)
class Outcome:
    """A scenario on an arm. `missing` says why the arm has none of it."""

    scenario: str
    arm: str
    findings: tuple[Finding, ...]
    seconds: float = 0.0
    missing: str = ""

    @property
    def is_kept(self) -> bool:
        return all(finding.kept is not False for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "findings": [each.as_json() for each in self.findings]}
