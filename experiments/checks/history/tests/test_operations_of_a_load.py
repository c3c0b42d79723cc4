"""What a generator wrote down is read as a history, and judged as one."""

from experiments.checks.history.check import check_history
from experiments.checks.history.from_load import operations_of
from experiments.checks.history.history import History
from experiments.checks.history.operation import End, Kind, Sight
from experiments.checks.history.tests.made import EMPTY
from experiments.workload.history import Request

ORDER = {"order_id": "o-1", "status": "CONFIRMED", "reason": None, "total_cents": 500}
PLACED = Request("place-order", "c-1", "k-1", (("p-1", 5),), 1.0, 1.5, 201, ORDER)
LOOKED = Request("look-at-order", "c-1", "o-1", (), 2.0, 2.5, 404, None)
SHOWN = Request("read-page", "", "p-1", (), 3.0, 3.5, 200, {"available": 20})
STOPPED = Request("list-orders", "c-1", "", (), 0.5, 0.9, 0, None)


def test_requests_become_operations_in_the_order_in_which_they_began() -> None:
    stopped, placed, looked, shown = operations_of([SHOWN, LOOKED, PLACED, STOPPED])
    assert (stopped.kind, stopped.end) == (Kind.LIST, End.UNKNOWN)
    assert (placed.kind, placed.sights) == (Kind.PLACE, (Sight("o-1", "CONFIRMED", None, 500),))
    assert (looked.kind, looked.end) == (Kind.READ, End.FAILED)
    assert (shown.kind, shown.subject, shown.amount) == (Kind.STOCK, "p-1", 20)


def test_a_load_that_shows_the_impossible_is_caught() -> None:
    history = History(operations_of([PLACED, LOOKED, SHOWN]), EMPTY)
    assert [each.name for each in check_history(history) if each.violations] == [
        "what was shown is shown again",
        "stock reads fit the orders",
    ]
