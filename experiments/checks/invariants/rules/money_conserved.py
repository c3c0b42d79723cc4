"""Cents neither appear nor vanish."""

from collections import Counter
from collections.abc import Iterator

from experiments.checks.invariants.evidence import Evidence


def money_is_conserved(evidence: Evidence) -> Iterator[str]:
    """balance = opening + the wallet's ledger, and never below zero, wallet by wallet."""
    moved = Counter[str]()
    for entry in evidence.relations.ledger:
        moved[entry.customer_id] += entry.amount_cents
    for customer_id, opening, balance in evidence.relations.wallets:
        cents = moved.pop(customer_id, 0)
        if balance < 0:
            yield f"the wallet of {customer_id} holds {balance} cents"
        if balance != opening + cents:
            yield (
                f"the wallet of {customer_id} opened with {opening} cents and its ledger moved"
                f" {cents}, but it holds {balance}"
            )
    for customer_id, cents in moved.items():
        yield f"the ledger moved {cents} cents of {customer_id}, who has no wallet"
