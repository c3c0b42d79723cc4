"""The process dies as soon as the feature is called."""

from experiments.faults.fault import Fault, setting_of


def crash(feature: str, methods: tuple[str, ...] = ()) -> Fault:
    """SIGKILL of the replica's own process at the next call; so again after each restart."""
    return Fault("crash", feature, setting_of("crash", methods), kills=True)
