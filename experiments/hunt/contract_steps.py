"""Steps that open nothing: what an answer says itself, and what the contract says of operations."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from experiments.contract import Operation, load_operations
from experiments.hunt.look import Look, Step, features_in
from experiments.hunt.recording import Recording
from experiments.hunt.symptom import Symptom
from experiments.topology import FEATURES, INVENTORY, ORDERS, PAYMENTS

REFUSES: Final[Mapping[str, str]] = {
    "risk_refused": ORDERS,
    "screening_unavailable": ORDERS,
    "out_of_stock": INVENTORY,
    "payment_declined": PAYMENTS,
}
"""Who may give an order this reason, by the contract."""

PLACING: Final = "placeOrder"


def _by_reason(_recording: Recording, symptom: Symptom) -> Look | None:
    who = REFUSES.get(symptom.reason)
    return Look(REASON.name, (who,)) if who else None


def _by_contract(_recording: Recording, symptom: Symptom) -> Look:
    return Look(CONTRACT.name, candidates(symptom))


def own_feature(symptom: Symptom) -> str:
    """That hosts the operation."""
    return _operations()[symptom.operation].feature


def candidates(symptom: Symptom) -> tuple[str, ...]:
    """All features, the likeliest first."""
    asked = [_operations()[symptom.operation]]
    if symptom.order:
        asked.append(_operations()[PLACING])
    return features_in([name for each in asked for name in _needed(each)] + list(FEATURES))


def _needed(operation: Operation) -> tuple[str, ...]:
    return (operation.feature, *operation.needs, *operation.optional)


@cache
def _operations() -> Mapping[str, Operation]:
    return {each.operation_id: each for each in load_operations()}


REASON: Final = Step(
    "reason",
    "Where an order was refused for a reason, suspect the feature that may give it.",
    _by_reason,
)
CONTRACT: Final = Step(
    "contract",
    "Suspect the features in the order in which the contract says that the operation needs them, of"
    " something about an order also those that placing one needs; then all others.",
    _by_contract,
)
