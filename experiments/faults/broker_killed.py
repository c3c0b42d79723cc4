"""The broker that carries the feature's messages dies."""

from experiments.faults.fault import Fault
from experiments.faults.place import Place


def broker_killed(feature: str, stays_down: bool = False) -> Fault:
    """SIGKILL of the arm's broker. The restart rule brings it back, unless it `stays_down` until
    the fault is cleared. An arm has one broker: the feature is the one that is looked at."""
    setting = {"fault": "kill", "stays_down": stays_down}
    name = "broker down" if stays_down else "broker killed"
    return Fault(name, feature, setting, place=Place.BROKER)
