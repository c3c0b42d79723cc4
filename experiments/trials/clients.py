"""What all clients of a visit know, and what the checkers make of it: it grows from trial to trial,
as the tables do."""

from dataclasses import dataclass
from pathlib import Path

from experiments.checks.history.check import check_history
from experiments.checks.history.from_load import operations_of
from experiments.checks.history.history import History
from experiments.checks.history.operation import Operation
from experiments.checks.history.verdict import Violation
from experiments.checks.invariants.check import CheckResult, check
from experiments.checks.invariants.journal import JournalEntry, from_load
from experiments.checks.invariants.relations import Relations
from experiments.workload.history import FILE, read_history
from experiments.workload.journal import read_journal


@dataclass(frozen=True)
class Checked:
    """A rule about history that had nothing to compare is left out of `results`, as nothing is
    known of it; `violations` are those of history."""

    results: tuple[CheckResult, ...]
    violations: tuple[Violation, ...]


class Clients:
    def __init__(self) -> None:
        self._journal: tuple[JournalEntry, ...] = ()
        self._operations: tuple[Operation, ...] = ()

    def learn(self, folder: Path, orders: int) -> None:
        """From a load's folder, whose generator says that it placed so many orders.

        Raises BrokenJournalError and BrokenHistoryError.
        """
        self._journal += from_load(read_journal(folder, orders))
        if (folder / FILE).exists():
            first = len(self._operations) + 1
            self._operations += operations_of(read_history(folder), first)

    def check(self, relations: Relations) -> Checked:
        verdicts = check_history(History(self._operations, relations))
        return Checked(
            results=(
                *check(relations, self._journal),
                *(
                    CheckResult(each.name, tuple(one.sentence for one in each.violations))
                    for each in verdicts
                    if each.compared
                ),
            ),
            violations=tuple(one for each in verdicts for one in each.violations),
        )
