"""The outside world takes what the feature asks and says nothing."""

from experiments.faults.fault import Fault
from experiments.faults.questions import misbehaviour


def outside_black_hole(feature: str) -> Fault:
    """Until the fault is cleared: who still waits then is answered."""
    return misbehaviour("outside black hole", feature, hang=True)
