"""The database server of the feature's part has no room left on its disk."""

from experiments.faults.fault import Fault
from experiments.faults.place import Place


def database_disk_full(feature: str) -> Fault:
    """It stops, as PostgreSQL does when it cannot write its log, and does not start again before
    the fault is cleared. Then it is started at once, and recovers. Decision 27 says where this
    differs from a disk that is really full."""
    return Fault("database disk full", feature, {"fault": "fill"}, place=Place.DATABASE)
