"""A history tells the invariants what each customer knows in the end."""

from experiments.checks.history.explain import explained
from experiments.checks.history.operation import End
from experiments.checks.history.tests.made import CONFIRMED, PENDING, history, place, read
from experiments.checks.history.told import told
from experiments.checks.invariants.journal import JournalEntry, Outcome

LINES = (("p-1", 5),)


def test_the_status_seen_last_is_the_one_that_counts() -> None:
    entries = told(history(place(0, PENDING), read(1, CONFIRMED)))
    assert entries == (
        JournalEntry("c-1", "k-1", Outcome.ACKNOWLEDGED, LINES, "o-1", 500, "CONFIRMED", None),
    )


def test_refusals_and_unknown_outcomes_stay_apart() -> None:
    entries = told(history(place(0, end=End.UNKNOWN), place(1, end=End.FAILED)))
    assert [each.outcome for each in entries] == [Outcome.UNKNOWN, Outcome.REFUSED]
    assert {each.order_id for each in entries} == {None}


def test_what_the_tables_show_wrong_is_explained_by_the_orders_it_names() -> None:
    placed, seen = place(0, PENDING), read(2, CONFIRMED)
    judged = history(placed, read(1, PENDING), seen)
    violation = explained(judged, "order o-1 of c-1 is still PENDING")
    assert (violation.operations, violation.orders) == ((placed, seen), ("o-1",))
