"""The network between two features is slow."""

from experiments.faults.fault import Fault, require
from experiments.faults.network import between


def network_slow(caller: str, feature: str, ms: float) -> Fault:
    """Each request of the one to the other waits for `ms` first."""
    require(0 < ms <= 60_000, f"a delay lies between 0 and 60,000 ms, not at {ms:g}")
    return between("network slow", caller, feature, ms, delay_ms=ms)
