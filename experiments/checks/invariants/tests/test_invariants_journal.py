"""The load's journal in the checkers' words."""

from experiments.checks.invariants.journal import JournalEntry, Outcome, from_load
from experiments.workload.journal import Entry
from experiments.workload.scoring import Acknowledged

PLACED = Entry(
    key="k-1",
    customer_id="c-00001",
    lines=(("p-0001", 2),),
    intended_wall_s=1_000.0,
    acknowledged=Acknowledged.YES,
    http_status=201,
    order_id="o-1",
    status="REJECTED",
    reason="out_of_stock",
    total_cents=700,
    settled_wall_s=1_000.1,
)


def test_what_was_told_is_kept() -> None:
    assert from_load([PLACED]) == (
        JournalEntry(
            customer_id="c-00001",
            idempotency_key="k-1",
            outcome=Outcome.ACKNOWLEDGED,
            lines=(("p-0001", 2),),
            order_id="o-1",
            total_cents=700,
            status="REJECTED",
            reason="out_of_stock",
        ),
    )


def test_a_timeout_is_unknown_and_its_blanks_are_not_taken_for_answers() -> None:
    lost = Entry(
        key="k-2",
        customer_id="c-00001",
        lines=(("p-0001", 2),),
        intended_wall_s=1_000.0,
        acknowledged=Acknowledged.UNKNOWN,
        http_status=0,
        order_id="",
        status="",
        reason="",
        total_cents=0,
        settled_wall_s=None,
    )

    assert from_load([lost]) == (
        JournalEntry("c-00001", "k-2", Outcome.UNKNOWN, lines=(("p-0001", 2),)),
    )


def test_acknowledged_refused_and_unknown_are_never_mixed() -> None:
    from_each = {each: from_load([_with(each)])[0].outcome for each in Acknowledged}

    assert from_each == {
        Acknowledged.YES: Outcome.ACKNOWLEDGED,
        Acknowledged.NO: Outcome.REFUSED,
        Acknowledged.UNKNOWN: Outcome.UNKNOWN,
    }


def _with(acknowledged: Acknowledged) -> Entry:
    return Entry("k", "c", (), 0.0, acknowledged, 0, "", "", "", 0, None)
