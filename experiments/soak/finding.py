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
    """A scenario on an arm. `missing` says why the arm has none of it, `cut_short` why nobody knows
    whether it keeps what it promises: that is neither kept nor broken."""

    scenario: str
    arm: str
    findings: tuple[Finding, ...]
    seconds: float = 0.0
    missing: str = ""
    cut_short: str = ""

    @property
    def is_broken(self) -> bool:
        return any(finding.kept is False for finding in self.findings)

    @property
    def is_kept(self) -> bool:
        return not self.is_broken and not self.cut_short

    @property
    def word(self) -> str:
        return "BROKEN" if self.is_broken else "NOT DONE" if self.cut_short else "kept"

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "findings": [each.as_json() for each in self.findings]}
