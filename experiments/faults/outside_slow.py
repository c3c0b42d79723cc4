"""The outside world answers the feature late."""

from experiments.faults.fault import Fault, require
from experiments.faults.questions import misbehaviour


def outside_slow(feature: str, mean_ms: float, sd_ms: float = 0.0, seed: int = 0) -> Fault:
    """Lognormal with this mean and standard deviation; `sd_ms` 0 delays all alike. Half of the
    mean or more counts as late."""
    require(0 < mean_ms <= 60_000, f"a delay lies between 0 and 60,000 ms, not at {mean_ms:g}")
    require(0 <= sd_ms <= mean_ms, f"its deviation lies between 0 and the mean, not at {sd_ms:g}")
    behaviour = {"latency_ms": mean_ms, "latency_sd_ms": sd_ms, "seed": seed}
    return misbehaviour("outside slow", feature, mean_ms / 2, **behaviour)
