"""Messages to the feature come twice, as after a crash between sending and marking as sent."""

from experiments.faults.fault import Fault, require
from experiments.faults.messages import of_messages


def messages_duplicated(
    feature: str, share: float = 0.2, within_s: float = 0.5, seed: int = 1
) -> Fault:
    """A `share` of them, 0 to 1; the copy comes up to `within_s` later, behind others perhaps."""
    require(0 < share <= 1, f"a share of duplicates lies between 0 and 1, not at {share:g}")
    require(0 <= within_s <= 60, f"a copy comes within 60 s, not {within_s:g}")
    asked = {"share": share, "within_s": within_s, "seed": seed}
    return of_messages("messages duplicated", feature, "duplicate", **asked)
