"""The feature takes calls and does not return from them."""

from experiments.faults.fault import Fault, require

LONGEST_S = 120.0


def hang(feature: str, most_s: float = LONGEST_S) -> Fault:
    """Each call blocks until the fault is cleared, then goes on; `most_s` at the longest.

    A call blocks with all it holds: its thread, and its transaction where it is made within one.
    """
    require(most_s > 0, f"a hang needs more than {most_s:g} s")
    return Fault("hang", feature, {"fault": "hang", "most_s": most_s})
