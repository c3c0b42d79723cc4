"""What came of the study, as data, and what must not have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from experiments.hunt.bug import Bug
from experiments.hunt.bugs import BUGS
from experiments.hunt.look import Look
from experiments.hunt.metric_step import METRICS
from experiments.hunt.procedure import LEVELS, Counts, Search, in_words, search
from experiments.hunt.recording import Recording
from experiments.hunt.symptom import Kind, Symptom
from experiments.hunt.trace_step import TRACE
from experiments.topology import TOPOLOGIES

SLOW = {bug.name for bug in BUGS if bug.is_slow}
NO_BUG = ""
"""In the place of a bug's name, for the visit without one."""


@dataclass(frozen=True)
class Hunted:
    """One bug on one arm, by level of what may be opened. Without a symptom nobody searched."""

    arm: str
    bug: str
    symptom: Symptom | None
    searches: Mapping[str, Search]

    def as_json(self) -> dict[str, Any]:
        return {
            "arm": self.arm,
            "bug": self.bug,
            "symptom": self.symptom.as_json() if self.symptom else None,
            "searches": {level: each.as_json() for level, each in self.searches.items()},
        }


def hunted(recording: Recording, bug: Bug | None) -> Hunted:
    """Search on every level. The procedure is told the symptom, and asks of one feature after
    another whether it holds the bug."""
    arm, symptom = recording.topology.name, recording.symptom
    if bug is None:
        return Hunted(arm, NO_BUG, symptom, {})
    guilty, searches = bug.feature, dict[str, Search]()
    if symptom:
        for level, steps in LEVELS.items():
            searches[level] = search(recording, symptom, steps, lambda name: name == guilty)
    return Hunted(arm, bug.name, symptom, searches)


@dataclass(frozen=True)
class Outcome:
    """`all_hunted` grows from visit to visit."""

    seed: int
    all_hunted: tuple[Hunted, ...] = ()

    @property
    def arms(self) -> tuple[str, ...]:
        seen = {each.arm for each in self.all_hunted}
        return tuple(name for name in TOPOLOGIES if name in seen)

    def of(self, arm: str) -> tuple[Hunted, ...]:
        """In the order of BUGS; without the visit that had none."""
        found = {each.bug: each for each in self.all_hunted if each.arm == arm}
        return tuple(found[bug.name] for bug in BUGS if bug.name in found)

    def total(self, arm: str, level: str) -> Counts:
        """Over the bugs that were searched."""
        counts = [each.searches[level].counts for each in self.of(arm) if each.searches]
        return Counts(*map(sum, zip(*counts, strict=True))) if counts else Counts(0, 0, 0, 0)

    def at_once(self, arm: str, level: str) -> int:
        """How many bugs stood in the first feature that was opened."""
        searches = (each.searches[level] for each in self.of(arm) if each.searches)
        return sum(len(each.opened) == 1 for each in searches)

    def problems(self) -> tuple[str, ...]:
        """Why the study says nothing, or what must not be; empty if all is as it should be."""
        return tuple(text for each in self.all_hunted for text in _wrong(each))

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "cleave find the bug",
            "seed": self.seed,
            "hunted": [each.as_json() for each in self.all_hunted],
            "total": {
                arm: {level: list(self.total(arm, level)) for level in LEVELS} for arm in self.arms
            },
            "procedure": list(in_words()),
            "problems": list(self.problems()),
        }


def _wrong(each: Hunted) -> Iterator[str]:
    if each.bug == NO_BUG:
        if each.symptom:
            yield f"{each.arm}, without a bug: {each.symptom.told}"
        return
    if each.symptom is None:
        yield f"{each.arm}, {each.bug}: the customer noticed nothing, so nobody searched"
    elif each.symptom.kind is Kind.SLOW and each.bug not in SLOW:
        yield f"{each.arm}, {each.bug}: {each.symptom.told} That is the machine, not the bug"
    for level, found in each.searches.items():
        for look in found.looks:
            if _is_blank(look):
                yield f"{each.arm}, {each.bug}, {level}: nothing was recorded for: {look.step}"


def _is_blank(look: Look) -> bool:
    """Where all is recorded, a trace that is asked for has spans, and replicas tell metrics."""
    if look.step == TRACE.name:
        return look.lines == 0
    return look.step == METRICS.name and look.files == 0
