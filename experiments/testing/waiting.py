"""The one way a test waits: for a condition, with a deadline."""

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], bool], within_s: float = 15.0) -> None:
    """Return once the condition holds; fail when it does not within `within_s` seconds."""
    until = time.monotonic() + within_s
    while not condition():
        if time.monotonic() >= until:
            raise AssertionError(f"it did not happen within {within_s:g} s")
        time.sleep(0.01)
