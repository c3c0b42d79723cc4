"""The clock of the feature's replicas is wrong."""

from typing import Final

from experiments.faults.fault import Fault, require
from experiments.faults.place import Place
from experiments.topology import INVENTORY, NOTIFICATIONS, ORDERS, PAYMENTS

READING: Final = (INVENTORY, ORDERS, PAYMENTS, NOTIFICATIONS)
"""Who looks at the clock while shoppers shop, wherever it is hosted."""
LONGEST_S: Final = 86_400.0


def clock_skewed(feature: str, seconds: float) -> Fault:
    """In each of them by so many `seconds`, ahead or, below 0, behind: it jumps when the fault
    begins, and back when it ends. A replica has one clock: whatever else it hosts shares it."""
    require(
        feature in READING,
        f"{feature} never looks at the clock: choose from {', '.join(READING)}",
    )
    most = f"a clock is wrong by some seconds and {LONGEST_S:,.0f} at most, not by {seconds:g}"
    require(0 < abs(seconds) <= LONGEST_S, most)
    return Fault("clock skewed", feature, {"fault": "skew", "seconds": seconds}, place=Place.CLOCK)
