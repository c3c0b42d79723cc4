"""What is told of every way back alike: how long it takes, what it costs, what survives it."""

from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.recovery import fact, failed_after, recovery

SLOWER = 1.25


def told_of(way: str, name: str, watched: str = "recovery") -> tuple[Metric, ...]:
    """Three rows of the rollback by `way`, after which a probe was asked under that name."""
    seconds, lost = recovery("rollback", way), failed_after("rollback", way)
    return (
        Metric(f"{name}_s", f"{name}, {watched}", "s", 1, seconds, margin=SLOWER),
        Metric(f"{name}_failed", f"{name}, not good", "", 0, lost, DIFFERENCE, 5),
        Metric(f"{name}_kept", f"{name}, good kept", "%", 0, fact(way), DIFFERENCE, 50),
    )
