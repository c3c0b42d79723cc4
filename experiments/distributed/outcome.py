"""What came of the study, as data, and what must not have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from experiments.checks.invariants.evidence import grouped
from experiments.distributed.complexity import Complexity
from experiments.distributed.counting import code_lines_of
from experiments.distributed.protection import Protection
from experiments.distributed.sides import Visit, without

SHOWN = 3
"""Sentences kept of each visit; its folder has all."""


@dataclass(frozen=True)
class Seen:
    """One visit: how many sentences each checker said, by its name, and the first of them. `unreal`
    says why a disturbance was none."""

    side: str
    under: str
    orders: int
    violations: Mapping[str, int]
    examples: tuple[str, ...]
    unreal: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(self.violations.values())

    @property
    def broke(self) -> str:
        """In words: the checkers that spoke, and how often."""
        said = (f"{name} ({times})" for name, times in self.violations.items())
        return f"violated: {named}" if (named := ", ".join(said)) else "nothing broke"


def seen_in(visit: Visit, orders: int, violations: Sequence[str], unreal: Sequence[str]) -> Seen:
    """`violations` are as a trial has them: the name of a checker, a colon, its sentence."""
    said = grouped(violations, lambda text: text.partition(":")[0])
    return Seen(
        visit.side.label,
        visit.under.name,
        orders,
        {name: len(texts) for name, texts in said.items()},
        tuple(texts[0] for texts in said.values())[:SHOWN],
        tuple(unreal),
    )


@dataclass(frozen=True)
class Outcome:
    """`seen` grows from visit to visit."""

    study: Complexity
    seed: int
    seen: tuple[Seen, ...] = ()

    @property
    def code(self) -> frozenset[tuple[str, int]]:
        """Path and number of every line that protects, each once."""
        return frozenset(line for each in self.study.protections for line in each.code)

    def at(self, side: str, under: str) -> Seen | None:
        """None for what was not visited, or not yet."""
        for each in self.seen:
            if (each.side, each.under) == (side, under):
                return each
        return None

    def cell(self, side: str, under: str) -> str:
        """The violations there, or a dash."""
        seen = self.at(side, under)
        return "-" if seen is None else f"{seen.count:,}"

    def prevented(self, protection: Protection) -> Seen | None:
        """What happened without it."""
        return self.at(without(protection).label, protection.shown_by)

    def problems(self, visited: Sequence[Visit]) -> tuple[str, ...]:
        """Why the study says nothing, or what must not be; empty if all is as it should be."""
        return tuple(text for visit in visited for text in self._wrong(visit))

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "cleave distributed complexity",
            "seed": self.seed,
            "seen": [{**asdict(each), "count": each.count} for each in self.seen],
            "protections": [_protection_json(each) for each in self.study.protections],
            "lines_of_code": len(self.code),
            "lines_of_code_in_all": code_lines_of("microservices"),
        }

    def _wrong(self, visit: Visit) -> Iterator[str]:
        seen = self.at(visit.side.label, visit.under.name)
        if seen is None:
            return
        where = f"{seen.side}, {seen.under}"
        yield from (f"{where}: {text}" for text in seen.unreal)
        if visit.side.is_whole and seen.count:
            yield f"{where}: {seen.broke}: {seen.examples[0]}"
        alone = any(visit.side.label == without(each).label for each in self.study.protections)
        if alone and not seen.count:
            yield f"{where}: nothing broke, so its lines are not shown to prevent anything"


def _protection_json(protection: Protection) -> dict[str, Any]:
    return {
        "name": protection.name,
        "promise": protection.promise,
        "shown_by": protection.shown_by,
        "lines": [asdict(lines) for lines in protection.lines],
        "lines_of_code": len(protection.code),
    }
