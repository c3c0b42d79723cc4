"""The broker that carries the feature's messages stands still: connections hold, nothing comes."""

from experiments.faults.fault import Fault
from experiments.faults.place import Place


def broker_paused(feature: str) -> Fault:
    """SIGSTOP of the arm's broker until the fault is cleared."""
    return Fault("broker paused", feature, {"fault": "pause"}, place=Place.BROKER)
