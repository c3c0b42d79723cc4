"""What a client saw of what a fault hits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """Begun at `at_s` (monotonic), over after `took_ms`; `good` if it was served as ever."""

    at_s: float
    took_ms: float
    good: bool
