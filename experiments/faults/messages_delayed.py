"""Messages to the feature come late, in their order."""

from experiments.faults.fault import Fault, require
from experiments.faults.messages import of_messages


def messages_delayed(feature: str, ms: float) -> Fault:
    """All by the same `ms`. Nothing waits in the broker meanwhile: it lies with the feature."""
    require(0 < ms <= 60_000, f"a delay lies between 0 and 60,000 ms, not at {ms:g}")
    return of_messages("messages delayed", feature, "delay", ms=ms)
