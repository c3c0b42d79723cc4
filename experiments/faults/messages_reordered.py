"""Messages to the feature overtake one another, also those of one order."""

from experiments.faults.fault import Fault, require
from experiments.faults.messages import of_messages


def messages_reordered(feature: str, within_s: float = 0.5, seed: int = 1) -> Fault:
    """Each waits for a time of its own, evenly spread up to `within_s`."""
    require(0 < within_s <= 60, f"a message waits for 60 s at most and for some, not {within_s:g}")
    return of_messages("messages reordered", feature, "reorder", within_s=within_s, seed=seed)
