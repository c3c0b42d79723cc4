"""Who caused what, whatever the files lack."""

import pytest

from experiments.telemetry.find import find_trace
from experiments.telemetry.lines import Unread
from experiments.telemetry.span import Span
from experiments.telemetry.tests.recorded import ORDER, services, span
from experiments.telemetry.tree import Mark, rows_of, whole_ms


def drawn(*spans: Span) -> list[tuple[str, int, list[Mark]]]:
    return [(row.span.span_id, row.depth, list(row.marks)) for row in rows_of(spans)]


def test_children_stand_below_their_parent_by_time() -> None:
    spans = (span("b", "top", 3), span("top"), span("a", "top", 1), span("a1", "a", 2))
    assert drawn(*spans) == [("top", 0, []), ("a", 1, []), ("a1", 2, []), ("b", 1, [])]


def test_a_recorded_trace_is_one_tree_without_marks() -> None:
    trace = find_trace(services(), ORDER, Unread())
    assert trace
    rows = rows_of(trace.spans)
    assert [(row.depth, row.span.name) for row in rows[:3]] == [
        (0, "gateway"),
        (1, "POST /orders"),
        (2, "orders.place"),
    ]
    assert [row.depth for row in rows].count(0) == 1
    assert not any(row.marks for row in rows)
    assert whole_ms(rows) == pytest.approx(71.9)


def test_an_orphan_stands_below_the_first_span_with_a_mark() -> None:
    spans = (span("top"), span("lost", "missing", 5), span("child", "top", 1))
    assert drawn(*spans) == [("top", 0, []), ("child", 1, []), ("lost", 1, [Mark.ORPHAN])]


def test_what_an_orphan_caused_stays_below_it() -> None:
    spans = (span("top"), span("lost", "missing", 5), span("below", "lost", 6))
    assert [(name, depth) for name, depth, _ in drawn(*spans)] == [
        ("top", 0), ("lost", 1), ("below", 2),
    ]  # fmt: skip


def test_a_trace_begun_by_its_client_has_no_orphan_for_that() -> None:
    spans = (span("top", "of-the-client"), span("child", "top", 1), span("lost", "missing", 2))
    assert drawn(*spans) == [("top", 0, []), ("child", 1, []), ("lost", 1, [Mark.ORPHAN])]


def test_spans_that_are_below_each_other_are_shown_once() -> None:
    spans = (span("top"), span("x", "y", 1), span("y", "x", 2), span("self", "self", 3))
    assert drawn(*spans) == [
        ("top", 0, []),
        ("x", 1, [Mark.ORPHAN]),
        ("y", 2, []),
        ("self", 1, [Mark.ORPHAN]),
    ]


def test_a_circle_without_a_beginning_is_shown_too() -> None:
    assert drawn(span("x", "y"), span("y", "x", 1)) == [("x", 0, []), ("y", 1, [])]


def test_a_span_that_is_in_two_files_is_one_span() -> None:
    assert drawn(span("top"), span("top"), span("a", "top")) == [("top", 0, []), ("a", 1, [])]


def test_a_clock_that_contradicts_its_parents_is_marked() -> None:
    early, backwards, near = span("early", "top", -4), span("back", "top", 2, -1), span("n", "top")
    rows = {row.span.span_id: row for row in rows_of((span("top"), early, backwards, near))}
    assert rows["early"].marks == rows["back"].marks == (Mark.CLOCK,)
    assert rows["n"].marks == ()
    assert (rows["early"].began_ms, rows["top"].began_ms, rows["back"].took_ms) == (0, 4, 0)


def test_a_chain_of_thousands_is_no_deeper_than_python_is() -> None:
    chain = [span("0"), *(span(str(n), str(n - 1), n / 1000) for n in range(1, 5000))]
    assert rows_of(chain)[-1].depth == 4999


def test_no_spans_are_no_rows() -> None:
    assert rows_of(()) == ()
    assert whole_ms(()) == 0.0
