"""The error budget: which losses a rule speaks of, how soon, and of which it never does."""

from collections.abc import Callable

import pytest

from experiments.method.burn import HOUR_S, RULES, ErrorBudget, Rule

FAST, SLOW = RULES
A_SECOND, EVERY_S, ALLOWED = 30, 0.5, 0.01
Bad = Callable[[float], float]
"""The share of operations that are bad at a moment."""


def always(share: float) -> Bad:
    return lambda _: share


def during(share: float, begin_s: float, end_s: float) -> Bad:
    return lambda at_s: share if begin_s < at_s <= end_s else 0.0


def spoken(bad: Bad, until_s: float = 60.0) -> tuple[float, Rule] | None:
    """When a rule speaks first, and which."""
    budget, lost = ErrorBudget(ALLOWED), 0.0
    for number in range(1, int(until_s / EVERY_S) + 1):
        at_s = number * EVERY_S
        lost += bad(at_s) * A_SECOND * EVERY_S
        done = round(A_SECOND * at_s)
        budget.note(at_s, done, done - round(lost))
        if alarm := budget.alarm:
            return at_s, alarm
    return None


def test_the_rules_are_those_of_the_workbook_at_another_scale() -> None:
    budget_s = 30 * 24 * HOUR_S
    assert [rule.long_s * rule.times / budget_s for rule in RULES] == pytest.approx([0.02, 0.05])
    assert [rule.long_s / rule.short_s for rule in RULES] == pytest.approx([12, 12])


def test_a_shop_that_loses_what_it_may_is_left_alone() -> None:
    for share in (0.0, 0.01, 0.04):
        assert spoken(always(share)) is None


def test_an_outage_is_noticed_within_a_second_or_two() -> None:
    said = spoken(during(1.0, 10, 60))
    assert said is not None
    assert said[0] - 10 <= 2
    assert said[1] == FAST


def test_a_release_that_fails_one_operation_in_ten_is_noticed_within_half_a_minute() -> None:
    said = spoken(during(0.1, 10, 60))
    assert said is not None
    assert 20 < said[0] - 10 < 30
    assert said[1] == SLOW


def test_the_rarer_the_failures_the_later_they_are_noticed() -> None:
    times = [said[0] for share in (0.5, 0.2, 0.1) if (said := spoken(during(share, 10, 60)))]
    assert len(times) == 3
    assert times == sorted(times)


def test_a_moment_that_is_over_is_no_reason() -> None:
    """The long window still remembers it when the short one has forgotten."""
    budget = ErrorBudget(ALLOWED)
    for second in (15, 16, 20):
        budget.note(second, 30 * second, 30 * second)
    budget.note(21.0, 630, 600)
    assert budget.alarm == FAST
    budget.note(22.0, 660, 630)
    assert budget.rate(FAST.long_s) >= FAST.times
    assert budget.alarm is None


def test_a_young_load_has_lost_nothing_before_it_began() -> None:
    budget = ErrorBudget(ALLOWED)
    budget.note(1.0, 30, 27)
    assert budget.rate(1.0) == pytest.approx(10.0)
    assert budget.rate(10.0) == pytest.approx(1.0)


def test_where_nothing_is_done_nothing_is_lost_yet() -> None:
    budget = ErrorBudget(ALLOWED)
    assert (budget.rate(HOUR_S), budget.alarm) == (0.0, None)
    budget.note(10.0, 300, 300)
    budget.note(20.0, 300, 300)
    assert budget.rate(HOUR_S) == 0.0


def test_what_was_told_before_counts_once() -> None:
    budget = ErrorBudget(ALLOWED)
    for _ in range(3):
        budget.note(1.0, 30, 30)
    budget.note(0.5, 15, 0)
    assert budget.rate(HOUR_S) == 0.0
