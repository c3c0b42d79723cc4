"""Which feature asks the outside world what."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from experiments.faults.fault import Fault, FaultError
from experiments.faults.place import Place
from experiments.topology import ORDERS, RECOMMENDATIONS

QUESTIONS: Final[Mapping[str, str]] = MappingProxyType({ORDERS: "screen", RECOMMENDATIONS: "rank"})


def misbehaviour(
    name: str, feature: str, slower_by_ms: float = 0.0, **behaviour: float | bool
) -> Fault:
    """The outside world behaves so towards this feature's question, and well towards others.
    FaultError for a feature that asks it nothing."""
    if feature not in QUESTIONS:
        asking = ", ".join(QUESTIONS)
        raise FaultError(f"{feature} asks the outside world nothing: choose from {asking}")
    setting = {"fault": "misbehave", "behaviour": {"only": QUESTIONS[feature], **behaviour}}
    return Fault(name, feature, setting, slower_by_ms, place=Place.OUTSIDE)
