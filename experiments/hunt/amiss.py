"""How an answer of the shop can be amiss, told as a symptom; None where it is as was promised."""

from typing import Any, Final

from experiments.hunt.shopper import CREATED, CUSTOMER, OK, Answer, Shopper
from experiments.hunt.symptom import Kind, Symptom

FAILED: Final = "failed"
"""The reason of an order that ended although nobody refused it."""


def other_than(status: int, answer: Answer) -> Symptom | None:
    """That it was answered otherwise."""
    if answer.status == status:
        return None
    kind = Kind.WRONG if 0 < answer.status < 500 else Kind.FAILED
    said = f"answered {answer.status}" if answer.status else "not answered in time"
    told = f"{answer.operation} was {said}; {status} was promised."
    return answer.symptom(kind, told)


def not_confirmed(order: Answer) -> Symptom | None:
    return other_than(CREATED, order) or _not_so(order, "CONFIRMED", None)


def not_refused(order: Answer, reason: str) -> Symptom | None:
    return other_than(CREATED, order) or _not_so(order, "REJECTED", reason)


def _not_so(order: Answer, status: str, reason: str | None) -> Symptom | None:
    became = order.body["status"], order.body["reason"]
    if became == (status, reason):
        return None
    told = f"An order became {_words(*became)}; {_words(status, reason)} was to be expected."
    is_over = became[0] != "PENDING" and became[1] != FAILED
    kind = Kind.WRONG if is_over else Kind.FAILED
    return order.symptom(kind, told)


def not_told(shop: Shopper, order: Answer, words: str) -> Symptom | None:
    """That the customer heard nothing of the order, or heard other words."""

    def ask() -> Answer:
        return shop.read("listNotifications", "/notifications?limit=50", CUSTOMER)

    heard = shop.until(ask, lambda answer: _text(answer, _id(order)) is not None)
    if amiss := other_than(OK, heard):
        return amiss
    text = _text(heard, _id(order))
    if text is None:
        return heard.symptom(Kind.WRONG, "The customer is not told of an order.", order)
    if words not in text:
        told = f"The customer is told {text!r}; {words!r} is not in it."
        return heard.symptom(Kind.WRONG, told, order)
    return None


def too_slow(answers: list[Answer], limit_s: float) -> Symptom | None:
    if min(answer.took_s for answer in answers) <= limit_s:
        return None
    last = answers[-1]
    told = f"{last.operation} takes {last.took_s:.1f} s; {limit_s:g} s are promised."
    return last.symptom(Kind.SLOW, told)


def _text(heard: Answer, order_id: str) -> str | None:
    told: list[dict[str, Any]] = heard.body.get("notifications", [])
    return next((str(each["text"]) for each in told if each["order_id"] == order_id), None)


def _id(order: Answer) -> str:
    return str(order.body["order_id"])


def _words(status: str, reason: str | None) -> str:
    return f"{status} ({reason})" if reason else status
