"""The restart rule: 1 s, doubling to 8 s, reset after 30 s of good life."""

from experiments.budget import Restarts
from experiments.stacks.local.backoff import Backoff

RULE = Restarts(first_s=1.0, limit_s=8.0, good_after_s=30.0)


def test_each_early_death_doubles_the_wait_up_to_the_limit() -> None:
    backoff = Backoff(RULE)
    assert [backoff.delay_after(0.5) for _ in range(6)] == [1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


def test_a_good_life_starts_over() -> None:
    backoff = Backoff(RULE)
    delays = [backoff.delay_after(lived_s) for lived_s in (1.0, 29.9, 30.0, 1.0)]
    assert delays == [1.0, 2.0, 1.0, 2.0]


def test_a_reset_starts_over() -> None:
    backoff = Backoff(RULE)
    backoff.delay_after(0.0)
    backoff.reset()
    assert backoff.delay_after(0.0) == 1.0
