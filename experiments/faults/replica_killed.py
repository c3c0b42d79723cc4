"""A replica of the feature's part dies, as by a kernel that has no memory left."""

from experiments.faults.fault import Fault, require
from experiments.faults.place import Place


def replica_killed(feature: str, index: int = 1, stays_down: bool = False) -> Fault:
    """SIGKILL of the `index`-th replica. The restart rule brings it back, unless it `stays_down`
    until the fault is cleared."""
    require(index >= 1, f"replicas are counted from 1: there is none {index}")
    setting = {"fault": "kill", "index": index, "stays_down": stays_down}
    name = "replica down" if stays_down else "replica killed"
    return Fault(name, feature, setting, place=Place.REPLICA)
