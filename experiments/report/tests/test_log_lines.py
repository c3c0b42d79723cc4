"""Log lines on screens of any width."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from experiments.report.log_lines import answer_json, log_line, show_lines, show_rows
from experiments.telemetry.log_query import Filters
from experiments.telemetry.log_store import Answer, open_logs
from experiments.telemetry.tests.recorded import ORDER, services


def asked(sql: str = "") -> Answer:
    with open_logs([services()]) as store:
        if sql:
            return store.ask(sql, 100)
        question, given = Filters().query(100)
        found = store.ask(question, 100, given)
    return replace(found, rows=found.rows[::-1])


def shown(answer: Answer, columns: int = 80, by_sql: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=columns, highlight=False)
    (show_rows if by_sql else show_lines)(answer, console)
    return stream.getvalue()


@pytest.mark.parametrize("columns", [40, 55, 80, 200])
def test_nothing_is_wider_than_the_window_and_no_word_is_lost(columns: int) -> None:
    text = shown(asked(), columns)
    assert max(len(line) for line in text.splitlines()) <= columns
    for word in ("handled", "administrator", "Traceback"):
        assert word in text


def test_a_line_says_when_how_bad_and_who() -> None:
    text = shown(asked())
    assert "2026-11-27, UTC" in text
    assert "14:03:21.417 info  orders-1      POST /orders 201 (order 7c1f0d2e)" in text
    assert (
        "14:03:22.002 error payments-1    unhandled ValueError (17 lines lost before this" in text
    )
    assert f"{'':33}ValueError: no such wallet" in text
    assert "14:03:23.100 crit  orders.datab…" in text


def test_a_narrow_screen_leaves_out_what_it_can() -> None:
    assert "14:03:21 info  orders-1  POST /orders 201" in shown(asked(), 55)


def test_a_replica_keeps_its_number_however_narrow_the_screen_is() -> None:
    nothing = dict.fromkeys(("time", "level", "order_id", "dropped", "error"))
    for width, told in ((80, "recommend…-12 "), (55, "recom…-12 ")):
        (text,) = log_line(nothing | {"replica": "recommendations-12", "message": "said"}, width)
        assert told + "said" in text.plain


def test_a_day_is_named_once() -> None:
    assert shown(asked()).count("2026-11-27, UTC") == 1


def test_a_terminal_obeys_no_line() -> None:
    found = asked()
    rows = tuple((*row[:11], "\x1b[2Jevil\r\nline", *row[12:]) for row in found.rows)
    text = shown(replace(found, rows=rows))
    assert "\x1b" not in text
    assert "\r" not in text


def test_any_querys_rows_are_a_table_or_data() -> None:
    sql = f"SELECT 1 AS n, NULL AS nothing, DATE '2026-11-27' AS day, '{ORDER}\n' AS id"
    answer = asked(sql)
    lines = shown(answer, by_sql=True).splitlines()
    assert lines[0].split() == ["n", "nothing", "day", "id"]
    assert lines[1].split() == ["1", "-", "2026-11-27", ORDER]
    assert answer.rows[0][2] == date(2026, 11, 27)
    data = json.loads(json.dumps(answer_json(answer)))
    assert data["rows"] == [{"n": 1, "nothing": None, "day": "2026-11-27", "id": f"{ORDER}\n"}]


def test_times_are_data_in_iso_8601() -> None:
    rows = answer_json(asked())["rows"]
    assert rows[-1]["time"] == "2026-11-27T14:03:23.100000"
    assert rows[0]["time"] is None
