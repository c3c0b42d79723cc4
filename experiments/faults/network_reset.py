"""The network between two features breaks each connection."""

from experiments.faults.fault import Fault
from experiments.faults.network import between


def network_reset(caller: str, feature: str) -> Fault:
    """Each request is answered 503 at once, as a proxy tells of a connection that was reset."""
    return between("network reset", caller, feature, cut="reset")
