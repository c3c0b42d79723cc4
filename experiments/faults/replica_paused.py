"""A replica of the feature's part stands still, and is sent requests all the same."""

from experiments.faults.fault import Fault, require
from experiments.faults.place import Place


def replica_paused(feature: str, index: int = 1) -> Fault:
    """SIGSTOP of the `index`-th replica until the fault is cleared: it holds its connections, and
    says nothing."""
    require(index >= 1, f"replicas are counted from 1: there is none {index}")
    setting = {"fault": "pause", "index": index}
    return Fault("replica paused", feature, setting, place=Place.REPLICA)
