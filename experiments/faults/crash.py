"""The process dies as soon as the feature is called."""

from experiments.faults.fault import Fault


def crash(feature: str) -> Fault:
    """SIGKILL of the replica's own process at the next call; so again after each restart."""
    return Fault("crash", feature, {"fault": "crash"}, kills=True)
