"""The feature answers, but late."""

from experiments.faults.fault import Fault, require


def slow(feature: str, median_ms: float, sigma: float = 0.0, seed: int = 1) -> Fault:
    """Each call first waits for a lognormal time: half of them longer than `median_ms`, and 16%
    longer than e^sigma times that. `sigma` 0 delays all alike."""
    require(median_ms > 0, f"a delay needs more than {median_ms:g} ms")
    require(0 <= sigma <= 3, f"sigma must lie between 0 and 3, not {sigma:g}")
    setting = {"fault": "slow", "median_ms": median_ms, "sigma": sigma, "seed": seed}
    return Fault("slow", feature, setting, slower_by_ms=median_ms)
