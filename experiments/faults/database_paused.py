"""The database server of the feature's part stands still: connections hold, nothing is answered."""

from experiments.faults.fault import Fault
from experiments.faults.place import Place


def database_paused(feature: str) -> Fault:
    """SIGSTOP of the server and its backends until the fault is cleared."""
    return Fault("database paused", feature, {"fault": "pause"}, place=Place.DATABASE)
