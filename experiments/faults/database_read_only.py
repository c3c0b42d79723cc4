"""The database of the feature's part takes no writes, as one that failed over half way."""

from experiments.faults.fault import Fault
from experiments.faults.place import Place


def database_read_only(feature: str) -> Fault:
    """Each transaction that begins under it may only read: SQLSTATE 25006 to whoever writes."""
    return Fault("database read-only", feature, {"fault": "read only"}, place=Place.DATABASE)
