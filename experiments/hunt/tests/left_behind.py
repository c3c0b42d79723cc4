"""What three of the bugs leave behind on each arm, as a recording each."""

from pathlib import Path

from experiments.hunt.recording import Recording
from experiments.hunt.symptom import Kind
from experiments.hunt.tests.made import Made, made, symptom, traceback
from experiments.topology import NOTIFICATIONS, ORDERS, PAYMENTS, SERVICES


def a_refusal_that_raises(folder: Path, arm: str) -> Recording:
    """A payment is to be declined, and that raises."""
    left = made(folder, arm)
    if arm == SERVICES.name:
        placed = _placed(left)
        handled = left.span(PAYMENTS, "process payments.commands", placed, 30, 5, failed=True)
        left.span(PAYMENTS, "payments.authorise", handled, 31, 3, failed=True)
        for at_ms in (30, 90, 200, 410):
            error = traceback(PAYMENTS)
            left.line(PAYMENTS, "payments.commands:0:7 failed", at_ms, "warning", error)
        left.line(PAYMENTS, "payments.commands:0:7 goes to the dead letters", 411, "error")
        left.messages(PAYMENTS, "payments.commands", 4, 0.02, "failed")
        return left.recording(symptom(Kind.FAILED, reason="failed"))
    request = left.span(ORDERS, "POST /orders", "", 0, 20, failed=True)
    work = left.span(ORDERS, "orders.place", request, 1, 18, failed=True)
    left.span(PAYMENTS, "payments.authorise", work, 10, 2, failed=True)
    left.line(ORDERS, "unhandled KeyError", 19, "error", traceback(ORDERS, PAYMENTS))
    left.requests(ORDERS, "/orders", 1, 0.02, "POST", 500)
    return left.recording(symptom(Kind.FAILED, order=""))


def a_slow_ledger(folder: Path, arm: str, with_traces: bool = True) -> Recording:
    """Each entry of the ledger takes 0.6 s. Without traces there is the gateway's span alone."""
    left = made(folder, arm)
    left.line(ORDERS, "POST /orders 201", 20 if arm == SERVICES.name else 640)
    if arm == SERVICES.name:
        for at_ms in range(70, 640, 50):
            left.line(ORDERS, "GET /orders/{order_id} 200", at_ms)
        left.line(PAYMENTS, "process payments.commands AuthorisePayment", 640)
        left.messages(PAYMENTS, "payments.commands", 3, 1.83)
        left.requests(ORDERS, "/orders", 3, 0.06, "POST", 201)
    else:
        left.requests(ORDERS, "/orders", 3, 1.92, "POST", 201)
    left.line(NOTIFICATIONS, "process a job", 700)
    if not with_traces:
        left.span(ORDERS, "gateway", "", 0, 641, part="gateway")
        return left.recording(symptom(Kind.SLOW))
    if arm == SERVICES.name:
        above = left.span(PAYMENTS, "process payments.commands", _placed(left), 30, 605)
    else:
        request = left.span(ORDERS, "POST /orders", "", 0, 641)
        above = left.span(PAYMENTS, "payments.authorise", request, 20, 610)
    left.span(PAYMENTS, "INSERT ledger", above, 32, 601)
    return left.recording(symptom(Kind.SLOW))


def a_wrong_total(folder: Path, arm: str) -> Recording:
    """The customer is told another total than that of the order: nothing fails, all is quick."""
    left = made(folder, arm)
    placed = _placed(left)
    left.span(PAYMENTS, "payments.authorise", placed, 5, 2)
    settled = left.span(ORDERS, "orders settled", placed, 8, 2)
    told = left.span(NOTIFICATIONS, "process orders.events", settled, 20, 3)
    left.span(NOTIFICATIONS, "notifications.tell", told, 21, 1)
    left.requests(NOTIFICATIONS, "/notifications", 1, 0.01)
    return left.recording(symptom(Kind.WRONG, "listNotifications"))


def _placed(left: Made) -> str:
    request = left.span(ORDERS, "POST /orders", "", 0, 20)
    return left.span(ORDERS, "orders.place", request, 1, 18)
