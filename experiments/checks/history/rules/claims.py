"""What an order takes of an account, and since when it may and must: shared by the rules on reads.

An account is a product's stock or a customer's wallet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from experiments.checks.history.history import History
from experiments.checks.history.operation import End, Operation
from experiments.checks.invariants.evidence import CONFIRMED, REJECTED

ALWAYS = float("-inf")


@dataclass(frozen=True)
class Claim:
    """An order takes `amount`, not before `since_s`, and for good if `is_kept`.

    `confirmed` and `rejected` are the answers that showed it so, the earliest end first: after the
    first of these it must have been taken, or given back.
    """

    amount: int
    since_s: float
    is_kept: bool
    confirmed: tuple[Operation, ...]
    rejected: tuple[Operation, ...]

    def must_be_taken_at(self, read: Operation) -> bool:
        return any(each.is_before(read) for each in self.confirmed[:1])

    def may_be_taken_at(self, read: Operation) -> bool:
        return self.since_s < read.ended_s and not self.was_given_back_before(read)

    def was_given_back_before(self, read: Operation) -> bool:
        return any(each.is_before(read) for each in self.rejected[:1])


def claims_on_stock(history: History) -> Mapping[str, list[Claim]]:
    """By product id."""
    claims: dict[str, list[Claim]] = {}
    for key, attempts in _orders(history):
        for product_id, units in _lines(history, key, attempts):
            claims.setdefault(product_id, []).append(_claim(history, key, attempts, units))
    return claims


def claims_on_wallets(history: History) -> Mapping[str, list[Claim]]:
    """By customer id."""
    claims: dict[str, list[Claim]] = {}
    for key, attempts in _orders(history):
        cents = _total(history, key, attempts)
        claims.setdefault(key[0], []).append(_claim(history, key, attempts, cents))
    return claims


Key = tuple[str, str]
Attempts = tuple[Operation, ...]


def _orders(history: History) -> Iterator[tuple[Key, Attempts]]:
    """Every order there may be: those that were asked for and not refused, and those stored."""
    for key in history.ids:
        attempts = history.placed.get(key, ())
        open_ones = tuple(each for each in attempts if each.end is not End.FAILED)
        if open_ones or key in history.tables.orders_by_key:
            yield key, open_ones


def _claim(history: History, key: Key, attempts: Attempts, amount: int) -> Claim:
    ids = history.ids[key]
    confirmed = history.seen_as(CONFIRMED, ids)
    stored = history.tables.orders_by_key.get(key, ())
    return Claim(
        amount=amount,
        since_s=min((each.invoked_s for each in attempts), default=ALWAYS),
        is_kept=bool(confirmed) or any(order.status == CONFIRMED for order in stored),
        confirmed=confirmed,
        rejected=history.seen_as(REJECTED, ids),
    )


def _lines(history: History, key: Key, attempts: Attempts) -> Iterable[tuple[str, int]]:
    """As asked for, where that is known: the tables may be wrong."""
    if attempts:
        return attempts[0].asked
    return [
        (line.product_id, line.quantity)
        for order in history.tables.orders_by_key[key]
        for line in history.tables.lines.get(order.order_id, ())
    ]


def _total(history: History, key: Key, attempts: Attempts) -> int:
    """As told, where that is known; an order that nobody ever saw costs nothing."""
    for attempt in attempts:
        for sight in attempt.sights:
            if sight.total_cents is not None:
                return sight.total_cents
    return sum(order.total_cents for order in history.tables.orders_by_key.get(key, ()))
