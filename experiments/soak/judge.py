"""Whether a shop is right, by its tables and by what its customers were told. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from experiments.checks.history.check import check_history
from experiments.checks.history.history import History
from experiments.checks.history.noticed import noticed
from experiments.checks.history.operation import End, Operation
from experiments.checks.history.verdict import Validity, Verdict, Violation
from experiments.checks.invariants.settle import Settled
from experiments.soak.finding import Finding

FINAL_WITHIN_S: Final = 60.0
LOST: Final = ("nothing acknowledged is lost", "what was shown is shown again")
DOUBLED: Final = ("nothing is doubled", "a key has one answer")
OPEN: Final = ("every order is final", "each settled order is notified once")
Broken = Mapping[str, tuple[Violation, ...]]


@dataclass(frozen=True)
class Judgement:
    """`violations` are what drew the findings' attention, for their pictures."""

    findings: tuple[Finding, ...]
    violations: tuple[Violation, ...]


def judged(settled: Settled, operations: tuple[Operation, ...]) -> Judgement:
    """Of everything since the arm was started."""
    history = History(operations, settled.relations)
    verdicts = check_history(history)
    broken = noticed(history, verdicts)
    return Judgement(
        findings=(
            _none("0 acknowledged lost", f"of {_acknowledged(history)}", broken, LOST),
            _none("0 doubled", f"of {len(settled.relations.orders)}", broken, DOUBLED),
            _all_final(settled, broken),
            _else(broken),
            _idle(verdicts),
            _unknown(history),
        ),
        violations=tuple(each for every in broken.values() for each in every),
    )


def _none(asked: str, of: str, broken: Broken, names: tuple[str, ...]) -> Finding:
    because = tuple(_sentences(broken, names))
    return Finding(asked, f"{len(because)} {of}", not because, because)


def _all_final(settled: Settled, broken: Broken) -> Finding:
    because = tuple(_sentences(broken, OPEN))
    if not settled.is_still:
        because += ("the tables are still changing",)
    if settled.unnotified:
        because += (f"{settled.unnotified} customers of settled orders wait to be notified",)
    left = f"{settled.pending} pending" if settled.pending else "all"
    asked = f"all final and told after {FINAL_WITHIN_S:.0f} s"
    return Finding(asked, f"{left} after {settled.seconds:.1f} s", not because, because)


def _else(broken: Broken) -> Finding:
    named = (*LOST, *DOUBLED, *OPEN)
    others = tuple(name for name in broken if name not in named)
    because = tuple(_sentences(broken, others))
    seen = ", ".join(others) or "they do"
    return Finding("stock, money, answers agree", seen, not because, because)


def _idle(verdicts: Sequence[Verdict]) -> Finding:
    """Rules that found nothing to compare: their silence keeps no promise."""
    idle = [each.name for each in verdicts if each.validity is Validity.UNKNOWN]
    return Finding("rules with nothing to compare", ", ".join(idle) or "none", None)


def _unknown(history: History) -> Finding:
    """Who was never told is counted apart: the order may exist, once, or not at all."""
    places = [each for attempts in history.placed.values() for each in attempts]
    tries = sum(each.end is End.UNKNOWN for each in places)
    orders = sum(
        all(each.end is End.UNKNOWN for each in attempts) for attempts in history.placed.values()
    )
    seen = f"{orders} orders; {tries} of {len(places)} tries"
    return Finding("unknown to the customer", seen, None)


def _acknowledged(history: History) -> int:
    return sum(
        any(each.end is End.DONE for each in attempts) for attempts in history.placed.values()
    )


def _sentences(broken: Broken, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for each in broken.get(name, ()):
            yield f"{name}: {each.sentence}"
