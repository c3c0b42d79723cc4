"""The trace of an order among recorded spans, whole and spoilt."""

import json
import shutil
from pathlib import Path

import pytest

from experiments.telemetry import find
from experiments.telemetry.find import find_trace, newest_order
from experiments.telemetry.lines import Unread, lines_of
from experiments.telemetry.sources import Source
from experiments.telemetry.tests.recorded import (
    LOOK,
    ON_MONOLITH,
    ORDER,
    RECORDED,
    TRACE,
    monolith,
    services,
    source,
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The recorded files, to be spoilt."""
    shutil.copytree(RECORDED / "services", tmp_path / "logs")
    return tmp_path / "logs"


def test_an_order_is_followed_through_every_part_that_had_to_do_with_it() -> None:
    unread = Unread()
    trace = find_trace(services(), ORDER, unread)
    assert trace
    assert (trace.order, trace.trace_id, len(trace.spans)) == (ORDER, TRACE, 24)
    assert {span.part for span in trace.spans} == {
        "orders", "inventory", "payments", "notifications",
    }  # fmt: skip
    assert unread.told() == ""


def test_both_arms_are_read_alike() -> None:
    trace = find_trace(monolith(), ON_MONOLITH, Unread())
    assert trace
    assert {span.part for span in trace.spans} == {"monolith"}
    assert {span.feature for span in trace.spans} == {
        "gateway", "orders", "inventory", "payments", "notifications",
    }  # fmt: skip


def test_a_look_at_the_order_is_not_its_trace_but_may_be_asked_for() -> None:
    trace = find_trace(services(), ORDER, Unread())
    assert trace
    assert trace.others == (LOOK,)
    look = find_trace(services(), LOOK, Unread())
    assert look
    assert [span.name for span in look.spans] == ["GET /orders/{order_id}"]


@pytest.mark.parametrize("letters", [ORDER[:8], TRACE[:8]])
def test_the_first_letters_of_an_order_or_a_trace_will_do(letters: str) -> None:
    trace = find_trace(services(), letters, Unread())
    assert trace
    assert (trace.order, trace.trace_id, trace.others == (LOOK,)) == (
        ORDER,
        TRACE,
        letters == ORDER[:8],
    )


def test_letters_that_begin_two_orders_are_not_guessed_at(copied: Path) -> None:
    other = ORDER[:-1] + "1"
    spans = (copied / "spans-orders-1.jsonl").read_text()
    (copied / "spans-orders-2.jsonl").write_text(spans.replace(ORDER, other))
    with pytest.raises(find.Ambiguous, match=f"'{ORDER[:8]}' begins {ORDER} and {other}"):
        find_trace(source(copied), ORDER[:8], Unread())


def test_a_span_says_what_the_file_says() -> None:
    trace = find_trace(services(), ORDER, Unread())
    assert trace
    placing = next(span for span in trace.spans if span.name == "POST /orders")
    assert (placing.kind, placing.replica, placing.parent_id) == (
        "server",
        "orders-1",
        "a000000000000001",
    )
    assert placing.ended_ns - placing.began_ns == 11_300_000
    assert placing.attributes["http.response.status_code"] == "201"


def test_the_newest_order_is_the_one_placed_last(copied: Path) -> None:
    assert newest_order(services(), Unread()) == ORDER
    later = (copied / "spans-orders-1.jsonl").read_text()
    later = later.replace(ORDER, "o-later").replace("17957882014", "17957882024")
    (copied / "spans-orders-2.jsonl").write_text(later)
    assert newest_order(source(copied), Unread()) == "o-later"


def test_an_unknown_order_has_no_trace() -> None:
    assert find_trace(services(), "no-such-order", Unread()) is None
    assert find_trace(Source("services", "", (), ()), ORDER, Unread()) is None
    assert newest_order(Source("services", "", (), ()), Unread()) == ""


def test_a_file_that_breaks_off_costs_only_its_last_line(copied: Path) -> None:
    file = copied / "spans-orders-1.jsonl"
    file.write_bytes(file.read_bytes()[:-40])
    unread = Unread()
    trace = find_trace(source(copied), ORDER, unread)
    assert trace
    assert (len(trace.spans), trace.others) == (24, ())
    said = "1 line could not be read and left out; the first: logs/spans-orders-1.jsonl, line 2:"
    assert unread.told() == f"{said} it breaks off"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f'"{ORDER}"}}', "no spans in OTLP/JSON"),
        (f'{{"resourceSpans": {{"{ORDER}": 1}}}}', "no spans in OTLP/JSON"),
        ("[" * 100_000 + f'"{ORDER}"}}', "no spans in OTLP/JSON"),
        (
            f'{{"resourceSpans": [{{"scopeSpans": [{{"spans": [{{"name": "{ORDER}"}}]}}]}}]}}',
            "none",
        ),
        (f'{{"resourceSpans": [{{"scopeSpans": [{{"spans": ["{ORDER}"]}}]}}]}}', "none"),
    ],
)
def test_a_line_of_another_form_is_told_once_and_the_rest_shown(
    copied: Path, line: str, why: str
) -> None:
    (copied / "spans-catalog-1.jsonl").write_text(f"{line}\n{TRACE}}}\n")
    unread = Unread()
    trace = find_trace(source(copied), ORDER, unread)
    assert trace
    assert len(trace.spans) == 24
    assert unread.count == 2
    assert "logs/spans-catalog-1.jsonl, line 1: " in unread.first
    assert why in unread.first


def test_a_trace_without_an_end_is_cut_and_says_so(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "MOST_SPANS", 10)
    trace = find_trace(source(copied), ORDER, Unread())
    assert trace
    assert (len(trace.spans), trace.left_out) == (10, 14)


def test_no_line_is_taken_whole_that_is_too_long(tmp_path: Path) -> None:
    file = tmp_path / "spans-x.jsonl"
    file.write_bytes(b"x" * 1000 + b"\nshort\n" + b"y" * 64 + b"\nlast")
    unread = Unread()
    read = [(number, line) for _, number, line in lines_of([file], unread, longest=64)]
    assert read == [(2, b"short\n"), (4, b"last")]
    assert (unread.count, unread.first.partition(": ")[2]) == (2, "longer than 64 bytes")


def test_a_file_that_goes_away_is_told(tmp_path: Path) -> None:
    unread = Unread()
    assert list(lines_of([tmp_path / "spans-gone.jsonl"], unread)) == []
    assert "No such file" in unread.first


def test_the_recorded_lines_are_requests_of_the_file_exporter() -> None:
    for path in (*services().spans, *monolith().spans):
        for line in path.read_text().splitlines():
            assert list(json.loads(line)) == ["resourceSpans"]
