"""What clients ask and learn is written down as it was, whatever the shop answers."""

import threading
from typing import Any

import pytest

from experiments.checks.history.log import HistoryLog
from experiments.checks.history.operation import End, Kind, Sight

ORDER = {"order_id": "o-1", "status": "PENDING", "reason": None, "total_cents": 500}
SEEN = Sight("o-1", "PENDING", None, 500)


def asked(kind: Kind, status: int, body: Any) -> Any:
    return HistoryLog().ask("c-1", kind, "k-1", lambda: (status, body))


@pytest.mark.parametrize(
    ("status", "end"),
    [
        (201, End.DONE), (422, End.FAILED), (404, End.FAILED), (408, End.UNKNOWN),
        (500, End.UNKNOWN), (503, End.UNKNOWN), (0, End.UNKNOWN),
    ],
)  # fmt: skip
def test_definite_answers_and_missing_ones_are_never_mixed(status: int, end: End) -> None:
    assert asked(Kind.PLACE, status, ORDER).end is end


@pytest.mark.parametrize("body", [None, [], "text", {"order_id": "o-1"}])
def test_an_answer_that_is_no_order_tells_nothing(body: Any) -> None:
    assert asked(Kind.PLACE, 201, body).end is End.UNKNOWN


def test_every_kind_of_answer_is_read() -> None:
    assert asked(Kind.READ, 200, ORDER).sights == (SEEN,)
    whole = asked(Kind.LIST, 200, {"orders": [ORDER], "next": None})
    assert (whole.sights, whole.is_whole) == ((SEEN,), True)
    assert not asked(Kind.LIST, 200, {"orders": [ORDER], "next": "o-1"}).is_whole
    assert asked(Kind.STOCK, 200, {"available": 7}).amount == 7
    assert asked(Kind.WALLET, 200, {"balance_cents": 8}).amount == 8
    notices = {"notifications": [{"order_id": "o-1", "status": "CONFIRMED"}]}
    assert asked(Kind.NOTICES, 200, notices).sights == (Sight("o-1", "CONFIRMED"),)


def test_no_two_moments_are_the_same_though_the_clock_stands() -> None:
    log = HistoryLog(now=lambda: 5.0)
    one, two = (log.ask("c-1", Kind.STOCK, "p-1", lambda: (200, {"available": 1})) for _ in "12")
    assert one.invoked_s < one.ended_s < two.invoked_s < two.ended_s
    assert one.is_before(two)


def test_what_breaks_off_is_an_operation_with_an_unknown_outcome() -> None:
    log = HistoryLog()

    def break_off() -> tuple[int, Any]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        log.ask("c-1", Kind.PLACE, "k-1", break_off)
    (operation,) = log.operations
    assert operation.end is End.UNKNOWN


def test_operations_come_in_the_order_in_which_they_began() -> None:
    log, inside, over = HistoryLog(), threading.Event(), threading.Event()

    def slow() -> tuple[int, Any]:
        inside.set()
        over.wait(5)
        return 200, {"available": 1}

    thread = threading.Thread(target=log.ask, args=("c-1", Kind.STOCK, "p-1", slow))
    thread.start()
    inside.wait(5)
    quick = log.ask("c-2", Kind.STOCK, "p-1", lambda: (200, {"available": 1}))
    over.set()
    thread.join(5)
    assert [each.customer_id for each in log.operations] == ["c-1", "c-2"]
    assert not log.operations[0].is_before(quick)


class Overtaken:
    """A lock: whoever gives it up first is overtaken by somebody else's whole operation."""

    def __init__(self, log: HistoryLog) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._waits = True

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        if self._waits:
            self._waits = False
            self._log.ask("c-2", Kind.STOCK, "p-1", lambda: (200, {"available": 1}))


def test_whoever_has_the_smaller_number_has_begun_earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    log = HistoryLog()
    monkeypatch.setattr(log, "_lock", Overtaken(log))
    log.ask("c-1", Kind.STOCK, "p-1", lambda: (200, {"available": 1}))
    one, two = log.operations
    assert one.invoked_s < two.invoked_s
