"""What all checkers say of a day: the invariants of its tables, and the rules of its history."""

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.checks.history.check import check_history
from experiments.checks.history.history import History
from experiments.checks.history.noticed import noticed
from experiments.checks.history.operation import Operation
from experiments.checks.history.space_time import SpaceTime, space_time
from experiments.checks.history.traces import moments_of
from experiments.checks.history.verdict import Verdict, Violation
from experiments.checks.invariants.fetch import AuditUrl, fetch
from experiments.order_story.trail import read_trail
from experiments.topology import TOPOLOGIES


@dataclass(frozen=True)
class Judgement:
    """`said` are the sentences of each checker that noticed something, by its name; `picture` shows
    the first that the awaited checker said."""

    said: Mapping[str, tuple[str, ...]]
    verdicts: tuple[Verdict, ...]
    picture: SpaceTime | None = None

    @property
    def idle(self) -> tuple[str, ...]:
        """The rules that found nothing to compare, so that their silence says nothing."""
        return tuple(verdict.name for verdict in self.verdicts if not verdict.compared)


def judge(
    arm: str, audit_url: AuditUrl, operations: tuple[Operation, ...], awaited: str
) -> Judgement:
    """`awaited` is the checker that is to notice something."""
    history = History(operations, fetch(audit_url))
    verdicts = check_history(history)
    found = noticed(history, verdicts)
    said = {name: tuple(each.sentence for each in every) for name, every in found.items()}
    shown = found.get(awaited, ())[:1]
    picture = _picture(arm, audit_url, shown[0]) if shown else None
    return Judgement(said, verdicts, picture)


def _picture(arm: str, audit_url: AuditUrl, violation: Violation) -> SpaceTime:
    trails = (read_trail(TOPOLOGIES[arm], audit_url, each) for each in violation.orders)
    return space_time(violation, [moment for trail in trails for moment in moments_of(trail)])
