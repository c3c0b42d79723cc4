"""Hold every invariant against what was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from experiments.checks.invariants.evidence import Checker, Evidence
from experiments.checks.invariants.journal import JournalEntry
from experiments.checks.invariants.relations import Relations
from experiments.checks.invariants.rules.every_order_final import every_order_is_final
from experiments.checks.invariants.rules.money_conserved import money_is_conserved
from experiments.checks.invariants.rules.nothing_acknowledged_lost import (
    nothing_acknowledged_is_lost,
)
from experiments.checks.invariants.rules.nothing_doubled import nothing_is_doubled
from experiments.checks.invariants.rules.nothing_orphaned import nothing_is_orphaned
from experiments.checks.invariants.rules.nothing_refused_kept import nothing_refused_is_kept
from experiments.checks.invariants.rules.orders_as_asked import orders_are_as_asked
from experiments.checks.invariants.rules.payments_match_orders import payments_match_orders
from experiments.checks.invariants.rules.prices_are_the_shops import prices_are_set_by_the_shop
from experiments.checks.invariants.rules.reservations_match_orders import (
    reservations_match_orders,
)
from experiments.checks.invariants.rules.settled_orders_notified import (
    each_settled_order_is_notified_once,
)
from experiments.checks.invariants.rules.stock_conserved import stock_is_conserved
from experiments.checks.invariants.rules.told_status_stands import what_was_told_stands

CHECKERS: Final[tuple[Checker, ...]] = (
    every_order_is_final,
    nothing_acknowledged_is_lost,
    nothing_refused_is_kept,
    nothing_is_doubled,
    orders_are_as_asked,
    what_was_told_stands,
    stock_is_conserved,
    reservations_match_orders,
    money_is_conserved,
    payments_match_orders,
    nothing_is_orphaned,
    prices_are_set_by_the_shop,
    each_settled_order_is_notified_once,
)


@dataclass(frozen=True)
class CheckResult:
    """`name` is a sentence that is true if `violations` is empty."""

    name: str
    violations: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.violations


def check(
    relations: Relations, journal: Iterable[JournalEntry], may_be_pending: bool = False
) -> tuple[CheckResult, ...]:
    """One result for each invariant. `may_be_pending` allows orders on their way."""
    evidence = Evidence(relations, tuple(journal), may_be_pending)
    return tuple(CheckResult(name_of(checker), tuple(checker(evidence))) for checker in CHECKERS)


def name_of(checker: Checker) -> str:
    """every_order_is_final -> "every order is final"."""
    return checker.__name__.replace("_", " ")
