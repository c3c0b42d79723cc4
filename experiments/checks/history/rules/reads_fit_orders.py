"""What is left is what there was, less what was sold: at every read, not only in the end."""

from collections.abc import Iterable, Iterator, Mapping

from experiments.checks.history.history import History
from experiments.checks.history.operation import Kind, Operation
from experiments.checks.history.rules.claims import Claim, claims_on_stock, claims_on_wallets
from experiments.checks.history.verdict import Violation

Openings = Mapping[str, int]


def stock_reads_fit_the_orders(history: History) -> Iterator[Violation | None]:
    """Units of every order seen CONFIRMED before a read are gone from it; units of no order that
    was not yet asked for, or was seen REJECTED before, are."""
    openings = {row.product_id: row.opening for row in history.relations.stock}
    reads = ((each.subject, each) for each in history.done.get(Kind.STOCK, ()))
    yield from _compare(reads, openings, claims_on_stock(history), "units of")


def wallet_reads_fit_the_orders(history: History) -> Iterator[Violation | None]:
    """The same of a customer's cents."""
    openings = {row.customer_id: row.opening_cents for row in history.relations.wallets}
    reads = ((each.customer_id, each) for each in history.done.get(Kind.WALLET, ()))
    yield from _compare(reads, openings, claims_on_wallets(history), "cents of")


def _compare(
    reads: Iterable[tuple[str, Operation]],
    openings: Openings,
    claims: Mapping[str, list[Claim]],
    unit: str,
) -> Iterator[Violation | None]:
    for account, read in reads:
        if read.amount is not None and account in openings:
            gone = openings[account] - read.amount
            yield _judge(read, gone, claims.get(account, []), f"{unit} {account}")


def _judge(read: Operation, gone: int, claims: list[Claim], what: str) -> Violation | None:
    must = [each for each in claims if each.must_be_taken_at(read)]
    least = sum(each.amount for each in must)
    if gone < least:
        shown = _fewest(must, above=gone, answers=[each.confirmed[0] for each in must])
        return Violation(
            f"{read.customer_id} read that {gone} {what} were gone, when orders over {least} had"
            f" been shown CONFIRMED",
            (*shown, read),
            _order_ids(shown),
        )
    may = [each for each in claims if each.may_be_taken_at(read)]
    most = sum(each.amount for each in may)
    if gone > most:
        back = [each for each in claims if each.was_given_back_before(read)]
        shown = _fewest(back, above=gone - most - 1, answers=[each.rejected[0] for each in back])
        return Violation(
            f"{read.customer_id} read that {gone} {what} were gone, when orders over {most} at"
            f" most could have taken any",
            (*shown, read),
            _order_ids(shown),
        )
    return None


def _fewest(claims: list[Claim], above: int, answers: list[Operation]) -> tuple[Operation, ...]:
    """Answers about the largest claims, as few as add up to more than `above`."""
    chosen, total = [], 0
    largest_first = sorted(
        zip(claims, answers, strict=True), key=lambda pair: pair[0].amount, reverse=True
    )
    for claim, answer in largest_first:
        if total > above:
            break
        chosen.append(answer)
        total += claim.amount
    return tuple(dict.fromkeys(sorted(chosen, key=lambda each: each.invoked_s)))


def _order_ids(answers: Iterable[Operation]) -> tuple[str, ...]:
    """Of answers about one order; a list says nothing about which one is meant."""
    return tuple(answer.sights[0].order_id for answer in answers if len(answer.sights) == 1)
