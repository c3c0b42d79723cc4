"""Log lines as one table, whatever stands in the files."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from experiments.telemetry.log_query import LEVELS, Filters, NoSuchFilter
from experiments.telemetry.log_store import LogStore, NoAnswer, open_logs
from experiments.telemetry.log_view import COLUMNS, LONGEST
from experiments.telemetry.sources import Source
from experiments.telemetry.tests.recorded import ORDER, TRACE, services, source

MOST = 100


@pytest.fixture
def store() -> Iterator[LogStore]:
    with open_logs([services()]) as opened:
        yield opened


def lines(store: LogStore, filters: Filters, most: int = MOST) -> list[dict[str, Any]]:
    """Those that fit, the newest first."""
    question, given = filters.query(most + 1)
    answer = store.ask(question, most, given)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def messages(store: LogStore, filters: Filters) -> list[str]:
    return [line["message"] for line in lines(store, filters)]


def test_a_line_in_ecs_format_becomes_a_row(store: LogStore) -> None:
    (line,) = (one for one in lines(store, Filters()) if one["message"] == "POST /orders 201")
    assert tuple(line) == COLUMNS
    assert line["time"] == datetime(2026, 11, 27, 14, 3, 21, 417_000)  # noqa: DTZ001 - as UTC
    del line["time"], line["file"], line["line"]
    assert line == {
        "level": "info", "arm": "services", "part": "orders", "replica": "orders-1",
        "feature": "orders", "order_id": ORDER, "trace_id": TRACE, "span_id": "a000000000000002",
        "release": "base", "logger": "shared_domain.kernel.http.seen",
        "message": "POST /orders 201", "error": None, "dropped": None,
        "told": "services, recorded",
    }  # fmt: skip


def test_an_error_keeps_its_trace_and_what_was_lost_before_it(store: LogStore) -> None:
    (line,) = lines(store, Filters(level="error", feature="payments"))
    assert line["error"].endswith("ValueError: no such wallet")
    assert line["dropped"] == 17


def test_lines_of_servers_are_messages_with_their_own_time_and_level(store: LogStore) -> None:
    found = {line["part"]: line for line in lines(store, Filters(level="warning"))}
    assert set(found) == {"payments", "orders", "gateway"}
    assert found["orders"]["level"] == "critical"
    assert found["orders"]["replica"] == "orders.database"
    assert f"{found['orders']['time']:%H:%M:%S.%f}" == "14:03:23.100000"
    assert f"{found['gateway']['time']:%H:%M:%S}" == "14:03:19"


def test_a_line_of_no_form_is_its_own_message_and_has_no_time(store: LogStore) -> None:
    last = lines(store, Filters())[-1]
    assert last["message"] == "granian has something of its own to say"
    assert last["time"] is None


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 7),
        (Filters(order=ORDER), 2),
        (Filters(order=ORDER[:8]), 2),
        (Filters(order="nosuch"), 0),
        (Filters(trace=TRACE), 2),
        (Filters(trace=TRACE[:6]), 2),
        (Filters(feature="payments"), 1),
        (Filters(part="orders"), 5),
        (Filters(part="orders-1"), 3),
        (Filters(part="orders.database"), 2),
        (Filters(level="error"), 2),
        (Filters(level="info", part="orders-1"), 2),
        (Filters(since="2026-11-27T14:03:22"), 2),
        (Filters(since="2026-11-27T15:03:22+01:00"), 2),
        (Filters(since="2s"), 4),
        (Filters(since="10m"), 6),
    ],
)
def test_filters_choose_lines(store: LogStore, filters: Filters, count: int) -> None:
    assert len(lines(store, filters)) == count


def test_the_newest_lines_are_kept_where_there_are_more(store: LogStore) -> None:
    question, given = Filters().query(3)
    answer = store.ask(question, 2, given)
    assert [row[0].second for row in answer.rows] == [23, 22]
    assert answer.more
    assert not store.ask("SELECT 1 LIMIT 1", 1).more


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(level="loud"), f"choose from {', '.join(LEVELS)}"),
        (Filters(since="yesterday"), "--since takes a time"),
        (Filters(since="5"), "not '5'"),
    ],
)
def test_a_filter_that_is_none_says_what_it_takes(filters: Filters, said: str) -> None:
    with pytest.raises(NoSuchFilter, match=said):
        filters.query(1)


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT part, count(*) FROM logs WHERE level = 'info' GROUP BY part;", {("orders", 3)}),
        ("SELECT 1 -- a remark", {(1,)}),
    ],
)
def test_any_query_may_be_asked(store: LogStore, sql: str, rows: set[Any]) -> None:
    assert set(store.ask(sql, MOST).rows) == rows


@pytest.mark.parametrize("sql", ["SELECT nosuch FROM logs", "SELEC 1", "SELECT * FROM nosuch", ""])
def test_a_query_that_is_wrong_is_one_line(store: LogStore, sql: str) -> None:
    with pytest.raises(NoAnswer) as said:
        store.ask(sql, MOST)
    assert "\n" not in str(said.value)


def test_lines_that_cannot_be_read_are_told_and_the_rest_shown(tmp_path: Path) -> None:
    good = b'{"@timestamp":"2026-11-27T14:00:00Z","log.level":"info","message":"%s"}\n'
    content = (
        b"[...]\n" + good % b"first" + b"\xff\xfe no text\n" + b"x" * (LONGEST + 9) + b"\n"
        + b"\n" + good % b"second" + b'{"@timestamp":"2026-11-27T14:0'
    )  # fmt: skip
    (tmp_path / "orders-1.log").write_bytes(content)
    with open_logs([source(tmp_path)]) as store:
        found = messages(store, Filters())
        unread = store.unread()
    assert sorted(found) == ["first", "second", '{"@timestamp":"2026-11-27T14:0']
    assert unread.count == 2
    assert unread.first.startswith(f"{tmp_path.name}/orders-1.log, line 3: ")


def test_names_of_files_may_hold_quotes(tmp_path: Path) -> None:
    folder = tmp_path / "it's"
    folder.mkdir()
    (folder / "orders-1.log").write_text('{"message":"here"}\n')
    with open_logs([source(folder)]) as store:
        assert messages(store, Filters(part="orders")) == ["here"]


def test_values_of_other_forms_are_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "orders-1.log").write_text(
        '{"message":{"a":[1]},"@timestamp":5,"labels":"none"}\n'
        '["a list"]\n"a text"\nnull\n17\n{"message":null,"log.level":"WARN"}\n'
    )
    with open_logs([source(tmp_path)]) as store:
        assert len(messages(store, Filters())) == 6
        assert [line["level"] for line in lines(store, Filters(level="warning"))] == ["warning"]


def test_no_files_are_no_lines() -> None:
    with open_logs([Source("services", "", (), ())]) as store:
        assert lines(store, Filters()) == []
        assert store.unread().count == 0


def test_more_than_its_memory_is_searched_and_sorted(tmp_path: Path) -> None:
    """The store has a share of memory smaller than what it reads, and no more than that."""
    file = tmp_path / "orders-1.log"
    with file.open("w") as log:
        for second in range(60):
            stamp = f"2026-11-27T14:00:{second:02}Z"
            line = f'{{"@timestamp":"{stamp}","log.level":"info","message":"{"m" * 950}"}}\n'
            log.write(line * 2500)
    assert file.stat().st_size > 140 * 2**20
    with open_logs([source(tmp_path)], memory="100MB") as store:
        (newest,) = lines(store, Filters(), most=1)
        ((count,),) = store.ask("SELECT count(*) FROM logs WHERE time IS NOT NULL", 1).rows
        ((memory,),) = store.ask("SELECT current_setting('memory_limit')", 1).rows
    assert (newest["time"].second, count) == (59, 150_000)
    assert memory == "95.3 MiB"
