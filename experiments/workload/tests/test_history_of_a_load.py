"""What clients were shown is written down, a request a line, and comes back as it was."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from experiments.workload.attempt import Attempt, Look
from experiments.workload.history import (
    FILE,
    BrokenHistoryError,
    HistoryWriter,
    Request,
    gist,
    read_history,
)
from experiments.workload.operations import OPERATIONS, Ask
from experiments.workload.schedule import Arrival
from experiments.workload.scoring import Answer

BEGIN_S = 1_800_000_000.0
GIST = {"order_id": "o-1", "status": "PENDING", "reason": None, "total_cents": 500}
ORDER: dict[str, object] = GIST | {
    "customer_id": "c-00001",
    "lines": [],
    "placed_at": "-",
    "settled_at": None,
}


def attempt(name: str, ask: Ask, answer: Answer) -> Attempt:
    """Begun a second after the load, and half a second long."""
    arrival = Arrival(0, 1.0, OPERATIONS[name], ask)
    return Attempt(arrival, started_s=1.0, waited_s=0.5, answer=answer)


def test_an_order_and_the_looks_at_it_come_back_as_they_were(tmp_path: Path) -> None:
    wanted = Ask("/orders", "", "c-00001", "k-1", (("p-0001", 2),))
    placed = attempt("place-order", wanted, Answer(201, ORDER))
    placed.looks.append(Look("o-1", 1.75, 2.0, Answer(0, error="timeout")))
    writer = HistoryWriter(tmp_path, BEGIN_S)
    writer.write(placed)
    writer.close()
    assert read_history(tmp_path) == (
        Request("place-order", "c-00001", "k-1", (("p-0001", 2),),
                BEGIN_S + 1, BEGIN_S + 1.5, 201, GIST),
        Request("look-at-order", "c-00001", "o-1", (), BEGIN_S + 1.75, BEGIN_S + 2, 0, None),
    )  # fmt: skip


def test_what_tells_of_no_order_and_no_units_is_left_out(tmp_path: Path) -> None:
    writer = HistoryWriter(tmp_path, BEGIN_S)
    writer.write(attempt("read-product", Ask("/products/p-0001", "p-0001"), Answer(200, {})))
    writer.close()
    assert read_history(tmp_path) == ()


@pytest.mark.parametrize(
    ("name", "body", "kept"),
    [
        ("list-orders", {"orders": [ORDER], "next": None}, {"orders": [GIST], "next": None}),
        ("read-page", {"product": {}, "available": 7}, {"available": 7}),
        ("read-page", [], None),
        ("look-at-order", None, None),
    ],
)
def test_of_an_answer_only_orders_and_units_are_kept(name: str, body: Any, kept: Any) -> None:
    assert gist(name, Answer(200, body)) == kept


@pytest.mark.parametrize("line", ["{", "[]", '["place-order"]', "7"])
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / FILE).write_bytes(gzip.compress(f"{line}\n".encode()))
    with pytest.raises(BrokenHistoryError, match="line 1 is not a request"):
        read_history(tmp_path)


def test_a_missing_history_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenHistoryError, match=r"history\.jsonl\.gz: no such file"):
        read_history(tmp_path)


def test_a_history_that_was_cut_short_is_noticed(tmp_path: Path) -> None:
    whole = gzip.compress(b'["list-orders", "c-1", "", [], 1, 2, 0, null]\n')
    (tmp_path / FILE).write_bytes(whole[:-8])
    with pytest.raises(BrokenHistoryError, match="cut short"):
        read_history(tmp_path)


def test_what_is_no_archive_is_noticed(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"text")
    with pytest.raises(BrokenHistoryError, match="damaged"):
        read_history(tmp_path)
