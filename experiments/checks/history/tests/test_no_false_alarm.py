"""Whatever a shop that does everything right is asked, and however that overlaps, no rule speaks;
one answer that is wrong at the end of such a day is noticed."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.checks.history.check import RULES, check_history, name_of
from experiments.checks.history.history import History
from experiments.checks.history.operation import Kind
from experiments.checks.history.tests.right_shop import OPENING, RightShop

ASKS = 60
SEEDS = range(5)


def lived(seed: int) -> History:
    return RightShop(Random(seed)).live(ASKS)


def broken(history: History) -> set[str]:
    return {each.name for each in check_history(history) if each.violations}


def last_answered(history: History, kind: Kind, **otherwise: object) -> History:
    """The same day, but for one answer, a moment after all others were over."""
    last = max(history.done[kind], key=lambda each: each.invoked_s)
    late_s = 1 + max(each.ended_s for each in history.operations)
    late = replace(last, number=10_000, invoked_s=late_s, ended_s=late_s + 1)
    wrong = replace(late, **otherwise)  # type: ignore[arg-type]
    return replace(history, operations=(*history.operations, wrong))


@settings(max_examples=200)
@given(st.integers(0, 2**32))
def test_a_right_shop_breaks_no_rule(seed: int) -> None:
    assert broken(lived(seed)) == set()


def test_the_right_shop_gives_every_rule_something_to_compare() -> None:
    compared = Counter[str]()
    for seed in SEEDS:
        compared.update({each.name: each.compared for each in check_history(lived(seed))})
    assert all(compared[name_of(rule)] > 0 for rule in RULES)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_unit_from_nowhere_is_noticed(seed: int) -> None:
    history = last_answered(lived(seed), Kind.STOCK, amount=OPENING + 1)
    assert "stock reads fit the orders" in broken(history)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_that_forgets_is_noticed(seed: int) -> None:
    history = last_answered(lived(seed), Kind.LIST, sights=(), is_whole=True)
    assert broken(history) == {"what was shown is shown again"}


@pytest.mark.parametrize("seed", SEEDS)
def test_orders_that_are_all_pending_again_are_noticed(seed: int) -> None:
    history = lived(seed)
    own = max(history.done[Kind.LIST], key=lambda each: each.invoked_s).customer_id
    stored = [each for each in history.relations.orders if each.customer_id == own]
    again = tuple(history.seen[each.order_id][0].sight for each in stored
                  if each.order_id in history.seen)  # fmt: skip
    pending = tuple(each._replace(status="PENDING", reason=None) for each in again)
    found = broken(last_answered(history, Kind.LIST, sights=pending, is_whole=True))
    assert found == {"a final status stays"}
