"""The feature takes database connections and does not give them back."""

from experiments.faults.fault import Fault, require
from experiments.topology import RECOMMENDATIONS

MOST = 64


def connection_leak(feature: str, most: int = MOST) -> Fault:
    """Each call that is handed a session takes one connection more from the same pool and keeps it,
    up to `most` in a process. Once there is none left, the call fails as the pool says: with 503.

    Whoever shares the pool goes without as well. Once the fault is cleared, the next call gives
    all of them back.
    """
    require(most >= 1, f"a leak takes 1 connection at least, not {most}")
    require(
        feature != RECOMMENDATIONS,
        f"{feature} is never handed a session, so that none of its calls could leak one",
    )
    return Fault("connection leak", feature, {"fault": "drain", "most": most})
