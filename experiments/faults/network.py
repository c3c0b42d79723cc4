"""Faults of the network between two features, where one asks the other over it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from experiments.faults.fault import Fault, FaultError
from experiments.faults.place import Place
from experiments.topology import CATALOG, INVENTORY, RECOMMENDATIONS

ASKS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {CATALOG: (INVENTORY, RECOMMENDATIONS)}
)
"""Who asks whom and waits for the answer; the others send messages."""


def between(
    name: str, caller: str, feature: str, slower_by_ms: float = 0.0, **link: float | str
) -> Fault:
    """FaultError for two that do not ask one another."""
    if feature not in ASKS.get(caller, ()):
        known = ", ".join(f"{one} asks {other}" for one in ASKS for other in ASKS[one])
        raise FaultError(f"{caller} does not ask {feature} over a network: {known}")
    setting = {"fault": "link", "caller": caller, "link": link}
    return Fault(name, feature, setting, slower_by_ms, place=Place.LINK)


def asker_of(feature: str) -> str:
    """Who asks it over the network. FaultError if nobody does."""
    for caller, asked in ASKS.items():
        if feature in asked:
            return caller
    raise FaultError(f"nobody asks {feature} over a network")
