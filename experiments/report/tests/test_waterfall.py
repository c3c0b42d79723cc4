"""One order's way on a screen, on a page and as data."""

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from experiments.report.screen import ASCII, glyphs_for
from experiments.report.trace_json import trace_json
from experiments.report.trace_page import trace_page
from experiments.report.waterfall import MOST_ROWS, UNICODE_STROKES, show_trace, waterfall
from experiments.telemetry.find import Trace, find_trace
from experiments.telemetry.lines import Unread
from experiments.telemetry.span import FEATURE, Span
from experiments.telemetry.tests.recorded import (
    ON_MONOLITH,
    ORDER,
    TRACE,
    monolith,
    services,
    span,
)
from experiments.telemetry.tree import rows_of

HOSTILE = "\x1b[2Jevil\n<script>alert(1)</script>"


def found(order: str = ORDER) -> Trace:
    trace = find_trace(services() if order == ORDER else monolith(), order, Unread())
    assert trace
    return trace


def made(*spans: Span) -> Trace:
    return Trace(services(), ORDER, TRACE, spans)


def shown(trace: Trace, columns: int = 80, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    show_trace(trace, Console(file=stream, width=columns, highlight=False))
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("columns", [55, 80, 120])
@pytest.mark.parametrize("order", [ORDER, ON_MONOLITH])
def test_it_fits_the_terminal_with_every_span_on_a_line_of_its_own(
    columns: int, order: str
) -> None:
    trace = found(order)
    text = shown(trace, columns)
    assert max(cell_len(line) for line in text.splitlines()) <= columns
    bars = [line for line in text.splitlines() if "█" in line]
    assert len(bars) == len(trace.spans)


def test_it_says_which_order_where_and_how_long() -> None:
    first, second = shown(found()).splitlines()[:2]
    assert first == f"order {ORDER}: services, recorded"
    assert second == f"trace {TRACE}: 24 spans in 4 features, 71.9 ms"


def test_the_gateway_is_no_feature() -> None:
    gateway = replace(span("top"), attributes={"cleave.feature": "gateway"})
    assert "1 span in 0 features" in shown(made(gateway))


def test_wide_screens_say_when_a_span_began_narrow_ones_show_it() -> None:
    (wide,) = (line for line in shown(found(), 80).splitlines() if "inventory.reserve" in line)
    assert wide.split()[:4] == ["inventory.reserve", "inventory", "37.5", "2.6"]
    (narrow,) = (line for line in shown(found(), 55).splitlines() if "inventory.reserve" in line)
    assert narrow.split()[:3] == ["inventory.reserve", "inventory", "2.6"]


def test_a_bar_lies_where_its_span_does() -> None:
    spans = (
        span("whole", took_ms=100),
        span("late", "whole", 75, 25),
        span("dot", "whole", 99.9, 0),
    )
    _, whole, late, dot = (text.plain for text in waterfall(rows_of(spans), 80, UNICODE_STROKES))
    bar = len(whole.rstrip("█"))
    assert whole[bar:] == "█" * 14
    assert late[bar:] == " " * 10 + "█" * 4
    assert dot[bar:] == " " * 13 + "█"


def test_a_terminal_that_knows_ascii_only_is_sent_nothing_else() -> None:
    long = made(span("top"), span("x", "top", name="n" * 200))
    text = shown(long, encoding="ascii")
    assert "#" in text
    assert "nnn~" in text
    assert glyphs_for(Console(file=io.TextIOWrapper(io.BytesIO(), encoding="ascii"))) is ASCII


def test_very_long_names_are_cut_and_wide_characters_counted() -> None:
    trace = made(
        span("top", name="n" * 300),
        span("wide", "top", 1, name="注文" * 40, attributes={FEATURE: "f" * 99}),
    )
    text = shown(trace, 55)
    assert max(cell_len(line) for line in text.splitlines()) <= 55
    assert text.count("…") == 3


def test_deep_trees_keep_room_for_their_names() -> None:
    chain = [span("0"), *(span(str(n), str(n - 1), n, name=f"step {n}") for n in range(1, 40))]
    assert "step 39" in shown(made(*chain), 55)


def test_an_order_of_the_services_is_shown_as_the_tree_it_is() -> None:
    chain = [span("0"), *(span(str(n), str(n - 1), n, name=f"step {n}") for n in range(1, 17))]
    lines = shown(made(*chain), 80).splitlines()
    assert [
        n for n in range(1, 17) if any(line.startswith(" " * n + "step") for line in lines)
    ] == [*range(1, 17)]


def test_orphans_wrong_clocks_and_failures_are_marked_and_explained() -> None:
    failed = replace(span("down", "top", 2), failed=True)
    text = shown(made(span("top"), span("lost", "missing", 3), span("early", "top", -5), failed))
    (lost,) = (line for line in text.splitlines() if line.startswith(" lost ?"))
    assert lost
    assert " early @" in text
    assert " down !" in text
    assert "?  what caused it is not in the files" in text
    assert "@  it begins before what caused it" in text
    assert "!  it failed" in text


def test_a_whole_trace_needs_no_explanation() -> None:
    last = shown(found(ON_MONOLITH)).rstrip().splitlines()[-1]
    assert "notifications.notify" in last


def test_what_is_not_shown_is_said() -> None:
    many = made(span("top"), *(span(str(n), "top", n) for n in range(MOST_ROWS + 9)))
    assert "10 spans more: --json has them" in shown(many)
    assert "1 other trace looked at the order" in shown(found())
    assert "7 spans more are in the files" in shown(replace(found(), left_out=7))


def test_a_terminal_obeys_nothing_that_a_span_says() -> None:
    text = shown(made(span("top", name=HOSTILE)))
    assert "\x1b" not in text
    assert "evil <script>" in text


def test_the_page_stands_alone_and_runs_nothing() -> None:
    page = trace_page([found(), made(span("top", name=HOSTILE))])
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert "src=" not in page
    assert "href=" not in page
    assert page.count('class="bar') == 25
    assert ORDER in page


def test_the_data_have_everything_in_the_order_of_the_screen() -> None:
    data = trace_json(found())
    assert (data["arm"], data["order"], data["trace_id"]) == ("services", ORDER, TRACE)
    assert len(data["spans"]) == 24
    first, second = data["spans"][:2]
    assert (first["name"], first["depth"], first["began_ms"]) == ("gateway", 0, 0.0)
    assert second["parent_span_id"] == first["span_id"]
    assert second["attributes"]["http.route"] == "/orders"
