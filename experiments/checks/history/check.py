"""Hold every rule against a history."""

from typing import Final

from experiments.checks.history.history import History
from experiments.checks.history.rules.final_statuses_stay import a_final_status_stays
from experiments.checks.history.rules.one_answer_per_key import a_key_has_one_answer
from experiments.checks.history.rules.reads_fit_orders import (
    stock_reads_fit_the_orders,
    wallet_reads_fit_the_orders,
)
from experiments.checks.history.rules.shown_again import what_was_shown_is_shown_again
from experiments.checks.history.rules.stock_rises import stock_rises_by_releases_only
from experiments.checks.history.verdict import Rule, Verdict

RULES: Final[tuple[Rule, ...]] = (
    what_was_shown_is_shown_again,
    a_final_status_stays,
    a_key_has_one_answer,
    stock_reads_fit_the_orders,
    stock_rises_by_releases_only,
    wallet_reads_fit_the_orders,
)


def check_history(history: History) -> tuple[Verdict, ...]:
    """One verdict for each rule."""
    return tuple(_verdict(rule, history) for rule in RULES)


def name_of(rule: Rule) -> str:
    """a_final_status_stays -> "a final status stays"."""
    return rule.__name__.replace("_", " ")


def _verdict(rule: Rule, history: History) -> Verdict:
    found = list(rule(history))
    violations = tuple(each for each in found if each is not None)
    return Verdict(name_of(rule), len(found), violations)
