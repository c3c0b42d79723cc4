"""The database server of the feature's part dies."""

from experiments.faults.fault import Fault
from experiments.faults.place import Place


def database_killed(feature: str, stays_down: bool = False) -> Fault:
    """SIGKILL of the server. The restart rule brings it back, and it recovers, unless it
    `stays_down` until the fault is cleared."""
    setting = {"fault": "kill", "stays_down": stays_down}
    name = "database down" if stays_down else "database killed"
    return Fault(name, feature, setting, place=Place.DATABASE)
