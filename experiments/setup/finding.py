"""What the doctor finds: how it stands with one thing, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """FAIL: the lab cannot run. WARN: it runs, but something is missing or less sure."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One check: what was seen and, when it is not well, what to do."""

    check: str
    state: State
    seen: str
    remedy: str = ""


def judge(check: str, well: bool, seen: str, otherwise: State, remedy: str) -> Finding:
    """OK when well, else the given state with its remedy."""
    return Finding(check, State.OK, seen) if well else Finding(check, otherwise, seen, remedy)
