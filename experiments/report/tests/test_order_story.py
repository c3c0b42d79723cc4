"""The lesson on an 80-column screen, told from made-up trails of both kinds."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.console import Console

from experiments.diff.pairs import ROOT
from experiments.order_story.customer import Placed, Seen, Wish
from experiments.order_story.story import GOOD, REFUSED, Story
from experiments.order_story.trail import Message, Trail
from experiments.report.order_conversation import conversation
from experiments.report.order_story import READ_NEXT, Lesson
from experiments.report.screen import UNICODE
from experiments.topology import MONOLITH, SERVICES, Topology

SENT = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)
CONFIRMED = Seen(21.0, "CONFIRMED", None)
REJECTED = Seen(62.0, "REJECTED", "payment_declined")
PENDING = Seen(9.0, "PENDING", None)


def after(ms: float) -> datetime:
    return SENT + timedelta(milliseconds=ms)


def rows(status: str, reason: str | None, undone: bool) -> dict[str, tuple[dict[str, Any], ...]]:
    lines = ({"quantity": 2, "product_id": "p-0007", "by": "812"},)
    released = {"quantity": 2, "product_id": "p-0007", "released_at": after(44.0), "by": "813"}
    charged = {"kind": "authorise", "amount_cents": -500, "by": "813"}
    return {
        "orders": ({"status": status, "reason": reason, "total_cents": 500, "by": "812"},),
        "order_lines": lines,
        "reservations": (released,) if undone else lines,
        "ledger": () if reason else (charged,),
        "notifications": ({"text": "Your order over 5.00 is settled.", "by": "812"},),
    }


def message(sender: str, kind: str, taker: str, at: float, **body: str) -> Message:
    topic = "inventory.commands"
    return Message(sender, topic, kind, body, after(at), after(at + 1), ((taker, after(at + 5)),))


TALK = (
    message("orders", "ReserveStock", "inventory", 10.0),
    message("inventory", "StepDone", "orders", 15.0, command="ReserveStock"),
    message("orders", "AuthorisePayment", "payments", 20.0),
    message("payments", "StepRefused", "orders", 25.0, reason="payment_declined"),
    message("orders", "OrderSettled", "notifications", 30.0),
)


def story(topology: Topology, wish: Wish, accepted: Seen, settled: Seen) -> Story:
    talk = TALK if topology.broker else ()
    found = rows(settled.status, settled.reason, undone=bool(settled.reason) and topology.broker)
    homes = {table: topology.part_of(_feature(table)).name for table in found}
    placed = Placed("o-1", SENT.timestamp(), 500, accepted, settled)
    return Story(topology, "http://127.0.0.1:20100", wish, placed, Trail(found, homes, talk))


def _feature(table: str) -> str:
    return {"order_lines": "orders", "reservations": "inventory", "ledger": "payments"}.get(
        table, table
    )


def told(columns: int) -> str:
    stream = io.StringIO()
    lesson = Lesson(Console(file=stream, width=columns, highlight=False))
    good = [
        story(MONOLITH, GOOD, CONFIRMED, CONFIRMED),
        story(SERVICES, GOOD, PENDING, Seen(41.0, "CONFIRMED", None)),
    ]
    lesson.open()
    for one in good:
        lesson.accepted(one)
    lesson.compare(good)
    lesson.refused(
        [
            story(MONOLITH, REFUSED, REJECTED, REJECTED),
            story(SERVICES, REFUSED, PENDING, REJECTED),
        ]
    )
    lesson.close()
    return stream.getvalue()


@pytest.fixture
def text() -> str:
    return told(80)


@pytest.mark.parametrize("columns", [60, 80])
def test_it_fits_the_terminal_and_nothing_is_cut(columns: int) -> None:
    text = told(columns)
    assert max(len(line) for line in text.splitlines()) <= columns
    assert "…" not in text
    for whole in ("10.0", "15.0", "microservices/chassis/outbox.py"):
        assert whole in text


def test_no_line_ends_with_spaces(text: str) -> None:
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_no_moment_takes_two_lines_on_80_columns(text: str) -> None:
    assert "201 REJECTED: payment_declined, 5.00  (settled at once)" in text


def test_it_says_what_was_sent_and_what_came_back(text: str) -> None:
    assert '{"lines": [{"product_id": "p-0007"' in text
    assert "201 CONFIRMED, 5.00  (settled at once)" in text
    assert "201 PENDING, 5.00  (accepted)" in text
    assert "41.0 ms  the order is CONFIRMED  (settled)" in text


def test_it_shows_who_spoke_to_whom(text: str) -> None:
    for line in ("orders -> inventory", "ok: ReserveStock", "no: payment_declined"):
        assert line.replace("->", "→") in text or line in text


def test_no_message_is_handled_before_it_was_there() -> None:
    late = replace(TALK[0], sent_at=after(108.1), handled=(("inventory", after(103.9)),))
    told_of = story(SERVICES, GOOD, PENDING, Seen(120.0, "CONFIRMED", None))
    table = conversation(replace(told_of, trail=replace(told_of.trail, messages=(late,))), UNICODE)
    written, handled = (next(iter(column.cells)) for column in table.columns[:2])
    assert [column.header for column in table.columns[:2]] == ["written", "handled"]
    assert (written, handled) == ("10.0", "103.9")


def test_it_says_what_undid_the_refused_order_on_each_arm(text: str) -> None:
    words = " ".join(text.split())
    assert "The refusal rolled its savepoint back" in words
    assert "ReleaseStock gave the reserved units back" in words
    assert "2 of p-0007 (released at 44.0 ms)" in words


def test_it_ends_with_what_to_read(text: str) -> None:
    assert "monolith/checkout.py" in text
    assert "microservices/orders/saga.py" in text
    assert text.rstrip().endswith("./cleave diff shows the two runners side by side.")


@pytest.mark.parametrize("path", [path for path, _ in READ_NEXT])
def test_what_it_names_to_read_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize(("settled_ms", "explained"), [(13.5, True), (21.0, False)])
def test_an_order_settled_before_it_was_accepted_is_explained(
    settled_ms: float, explained: bool
) -> None:
    stream = io.StringIO()
    settled = Seen(settled_ms, "CONFIRMED", None)
    Lesson(Console(file=stream, width=80, highlight=False)).compare(
        [story(MONOLITH, GOOD, CONFIRMED, settled)]
    )
    said = " ".join(stream.getvalue().split())
    assert ("the arm wrote into the order's row, before the commit" in said) is explained
