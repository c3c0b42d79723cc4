"""What an answer is worth: good, slow, failed or unknown. Pure: no clock, no network.

A timeout or a broken connection is *unknown*, never failed: the shop may have done the work.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from experiments.workload.operations import PLACE_ORDER, Ask, Operation, is_order

TECHNICAL = frozenset(("failed", "screening_unavailable"))
"""Reasons of a REJECTED order that are the shop's fault, not an answer to the customer."""
NO_RETRY_AFTER = "503 without Retry-After"
"""The error of such an answer."""


class Outcome(StrEnum):
    GOOD = "good"
    SLOW = "slow"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Acknowledged(StrEnum):
    """What the client knows of the order it placed, for the checkers.

    YES: it must exist, once. NO: it must not. UNKNOWN: both are right.
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status 0 means none came; `error` then says why, else what a refusal lacks."""

    status: int
    body: Any = None
    size: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the client last saw it. `settled_wall_s` is seconds since 1970."""

    order_id: str = ""
    status: str = ""
    reason: str = ""
    total_cents: int = 0
    settled_wall_s: float | None = None

    @property
    def is_final(self) -> bool:
        return self.settled_wall_s is not None


def order_seen(ask: Ask, answer: Answer) -> Order | None:
    """The order in an answer, or None if there is no right one in it."""
    body = answer.body
    if answer.status not in (200, 201) or not isinstance(body, dict):
        return None
    try:
        if not is_order(ask, body):
            return None
        settled_at = body["settled_at"]
        settled = None if settled_at is None else _seconds(settled_at)
        reason = body["reason"] or ""
        return Order(body["order_id"], body["status"], reason, body["total_cents"], settled)
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def _seconds(text: str) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.timestamp()


def judge(
    operation: Operation,
    ask: Ask,
    answer: Answer,
    accept_ms: float,
    settle_ms: float | None,
    order: Order | None,
    limit_ms: float,
) -> Outcome:
    """Good is contract-correct within the limit and, for an order, final within it too."""
    if answer.status == 0:
        return Outcome.UNKNOWN
    if not operation.is_correct(ask, answer.status, answer.body):
        return Outcome.FAILED
    if operation.name == PLACE_ORDER:
        if order is None or (order.status == "REJECTED" and order.reason in TECHNICAL):
            return Outcome.FAILED
        if settle_ms is None or settle_ms > limit_ms:
            return Outcome.SLOW
    return Outcome.GOOD if accept_ms <= limit_ms else Outcome.SLOW


def acknowledgement(status: int) -> Acknowledged:
    """A 4xx says no; a 5xx may come from a gateway after the work was done."""
    if status == 201:
        return Acknowledged.YES
    if 400 <= status < 500 and status != 408:
        return Acknowledged.NO
    return Acknowledged.UNKNOWN
