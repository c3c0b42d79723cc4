"""Whether a fault was real: it fired, a client saw it, it cleared. Pure.

A fault that was not makes a figure that means nothing, so the visit that holds it is invalid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.faults.fault import Fault
from experiments.faults.firing import Firing
from experiments.faults.look import Look

ENOUGH_LOOKS = 5
LAST_LOOKS = 20
WELL_SHARE = 0.9
"""Of the looks before a fault, and of the last ones after it, so many must not show it."""


@dataclass(frozen=True)
class Injection:
    """`fault` was switched on at `injected_s` and off at `cleared_s`, monotonic."""

    fault: Fault
    injected_s: float
    cleared_s: float


@dataclass(frozen=True)
class FaultProof:
    """Why the fault did not fire, was not seen, did not clear; "" for what is proven."""

    fired: str
    seen: str
    cleared: str

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(reason for reason in (self.fired, self.seen, self.cleared) if reason)

    @property
    def is_real(self) -> bool:
        return not self.reasons


def prove(injection: Injection, firings: Sequence[Firing], looks: Sequence[Look]) -> FaultProof:
    """`looks` are at what the fault hits, in any order, before, during and after."""
    return FaultProof(
        _named(injection, _fired(injection, firings)),
        _named(injection, _seen(injection, looks)),
        _named(injection, _cleared(injection, looks)),
    )


def still_shows(injection: Injection, looks: Sequence[Look]) -> bool:
    """Whether those who have looked since its end have not yet seen it gone."""
    return bool(_cleared(injection, looks))


def _named(injection: Injection, reason: str) -> str:
    return f"{injection.fault}: {reason}" if reason else ""


def _fired(injection: Injection, firings: Sequence[Firing]) -> str:
    fault = injection.fault.setting["fault"]
    inside = [
        one
        for one in firings
        if one.fault == fault and injection.injected_s <= one.at_s <= injection.cleared_s
    ]
    return "" if inside else "it never fired"


def _seen(injection: Injection, looks: Sequence[Look]) -> str:
    start, end = injection.injected_s, injection.cleared_s
    before = [one for one in looks if one.at_s < start]
    during = [one for one in looks if start <= one.at_s < end]
    if reason := _unwell(injection.fault, before, "before it"):
        return reason
    if not any(shows(injection.fault, one) for one in during):
        return f"no client saw it in {len(during)} looks"
    return ""


def _cleared(injection: Injection, looks: Sequence[Look]) -> str:
    after = sorted(
        (one for one in looks if one.at_s >= injection.cleared_s), key=lambda one: one.at_s
    )
    return _unwell(injection.fault, after[-LAST_LOOKS:], "at the end")


def _unwell(fault: Fault, looks: Sequence[Look], when: str) -> str:
    if len(looks) < ENOUGH_LOOKS:
        return f"clients looked only {len(looks)} times {when}"
    showing = sum(shows(fault, one) for one in looks)
    if showing > (1 - WELL_SHARE) * len(looks):
        return f"clients saw it {when}, too: in {showing} of {len(looks)} looks"
    return ""


def shows(fault: Fault, look: Look) -> bool:
    """Whether the look is as the fault would make it."""
    return not look.good or 0 < fault.slower_by_ms <= look.took_ms
