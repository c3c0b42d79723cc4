"""What came of the study, as data, and what keeps it from saying anything."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from experiments.analysis.scalability import Law
from experiments.analysis.signed_rank import FEWEST
from experiments.depth.climb import WELL_SERVED, Climb
from experiments.depth.findings import Finding, RungSeen, finding
from experiments.depth.ladder import Depth
from experiments.depth.visit import ARMS

FEWEST_VISITS = 2
"""Of an arm on a ladder that nothing disturbed: of one alone no scatter between days is seen."""


@dataclass(frozen=True)
class Outcome:
    """`climbs` grows from visit to visit; `cores` are the arm's."""

    study: Depth
    seed: int
    cores: int
    climbs: tuple[Climb, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """For each ladder both arms, one after the other; those without a visit are left out."""
        return tuple(
            finding(self.study, ladder, arm.name, climbs, self.cores)
            for ladder in self.study.ladders
            for arm in ARMS
            if (climbs := self._of(ladder.name, arm.name))
        )

    def problems(self) -> tuple[str, ...]:
        """Empty if all is as it should be."""
        return (*self._wrong(), *self._thin())

    def remarks(self) -> tuple[str, ...]:
        """What was left out, and why."""
        return tuple(text for one in self.climbs for text in _left_out(one))

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "cleave scaling depth",
            "seed": self.seed,
            "arm_cores": self.cores,
            "quota": self.study.quota,
            "clients": self.study.clients,
            "findings": [_finding_json(each) for each in self.findings],
            "climbs": [each.as_json() for each in self.climbs],
            "problems": list(self.problems()),
        }

    def _of(self, ladder: str, arm: str) -> tuple[Climb, ...]:
        return tuple(one for one in self.climbs if (one.ladder, one.arm) == (ladder, arm))

    def _wrong(self) -> Iterator[str]:
        for one in self.climbs:
            where = f"visit {one.number} ({one.ladder}, {one.arm})"
            yield from (f"{where}: {text}" for text in one.violations)

    def _thin(self) -> Iterator[str]:
        for each in self.findings:
            where = f"{each.ladder.name}, {each.arm}"
            if each.visits < FEWEST_VISITS:
                yield f"{where}: too few visits that nothing disturbed ({each.visits})"
            else:
                yield from (f"{where}: {text}" for text in self._without_interval(each))
            yield from (
                f"{where}, {seen.rung.name}: {seen.good or 0:.1f}% of the operations were good,"
                " which is no throughput"
                for seen in each.rungs
                if (seen.good or 0) < WELL_SERVED
            )

    def _without_interval(self, each: Finding) -> Iterator[str]:
        """Of a first look none was asked for."""
        if self.study.visits < FEWEST:
            return
        for one in each.up_out:
            if one.interval is None:
                yield (
                    f"up against out at {self.study.quota * one.times:g} cores has no interval:"
                    f" fewer than {FEWEST} visits can be used"
                )


def _left_out(one: Climb) -> Iterator[str]:
    """All of a disturbed visit; of another those rungs that were not served well."""
    where = f"visit {one.number} ({one.ladder}, {one.arm})"
    if one.disturbed:
        yield from (f"{where} is left out: {text}" for text in one.disturbed)
        return
    for point in one.points:
        if not point.is_well_served:
            why = f"{point.good or 0:.1f}% of the operations were good"
            yield f"{where}, {point.rung.name} is in no law, step or ratio: {why}"


def _finding_json(each: Finding) -> dict[str, Any]:
    return {
        "ladder": each.ladder.name,
        "arm": each.arm,
        "visits": each.visits,
        "law": each.law and _law_json(each.law),
        "queues": each.queues and _law_json(each.queues),
        "rungs": [_rung_json(seen) for seen in each.rungs],
        "steps": [asdict(step) for step in each.steps],
        "up_out": [asdict(one) for one in each.up_out],
    }


def _law_json(law: Law) -> dict[str, Any]:
    return {**asdict(law), "peak": law.peak, "is_retrograde": law.is_retrograde}


def _rung_json(seen: RungSeen) -> dict[str, Any]:
    return {**asdict(seen), "rung": seen.rung.name, "served_per_s": seen.served_per_s}
