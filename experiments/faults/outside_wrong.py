"""The outside world answers with what is no answer: 200, and a page where JSON should be."""

from experiments.faults.fault import Fault, require
from experiments.faults.questions import misbehaviour


def outside_wrong(feature: str, share: float = 1.0, seed: int = 0) -> Fault:
    """To a `share` of the questions, 0 to 1; which ones depends on the order or product alone."""
    require(0 < share <= 1, f"a share of wrong answers lies between 0 and 1, not at {share:g}")
    return misbehaviour("outside wrong", feature, wrong_share=share, seed=seed)
