"""The feature raises."""

from experiments.faults.fault import Fault, require


def errors(feature: str, share: float = 1.0, seed: int = 1) -> Fault:
    """A `share` of the calls, 0 to 1, ends in an exception that nobody foresaw: a 500 over HTTP,
    a retry where a message brought the call."""
    require(0 < share <= 1, f"a share of errors must lie between 0 and 1, not {share:g}")
    return Fault("errors", feature, {"fault": "errors", "share": share, "seed": seed})
