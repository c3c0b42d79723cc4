"""A process has one clock, which is shown to a release for each of its features."""

from datetime import timedelta
from typing import Any

from shared_domain.kernel.clock import utc_now
from shared_domain.kernel.wrap import clock_of, unwrapped

HOUR = timedelta(hours=1)
FEATURES = ("orders", "payments")


def test_a_clock_that_nobody_changes_is_the_machines() -> None:
    assert clock_of(FEATURES, unwrapped) is utc_now


def test_a_release_of_one_feature_changes_the_clock_of_all() -> None:
    shown: list[str] = []

    def fast(name: str, clock: Any, /) -> Any:
        shown.append(name)
        return (lambda: clock() + HOUR) if name == "orders.clock" else clock

    now, before = clock_of(FEATURES, fast), utc_now()
    assert now() - before >= HOUR
    assert shown == ["orders.clock", "payments.clock"]
