"""How fast a load burns its error budget, over several windows at once.

The "multiwindow, multi-burn-rate" alerts of the Site Reliability Workbook (Google, 2018), chapter
5: the long window says that it matters, the short one that it still goes on. The two rules there
that page somebody are for a period of 30 days. Here an hour of it takes HOUR_S, so that the period
is 72 minutes long and a rule speaks within seconds.
"""

from dataclasses import dataclass
from typing import Final

HOUR_S: Final = 6.0


@dataclass(frozen=True)
class Rule:
    """An alarm where the budget burns `times` as fast as it may, or faster, over both windows."""

    long_s: float
    short_s: float
    times: float


RULES: Final = (Rule(HOUR_S, HOUR_S / 12, 14.4), Rule(6 * HOUR_S, HOUR_S / 2, 6.0))
"""2% of the budget within an hour, and 5% within six."""


@dataclass(frozen=True)
class Count:
    """Operations since the load's start, `at_s` seconds ago by then."""

    at_s: float
    done: int
    good: int


class ErrorBudget:
    """`allowed` is the share of operations that may be bad."""

    def __init__(self, allowed: float, rules: tuple[Rule, ...] = RULES) -> None:
        self._allowed = allowed
        self._rules = rules
        self._counts = [Count(0.0, 0, 0)]

    def note(self, at_s: float, done: int, good: int) -> None:
        """So many operations were done by then, and so many of them were good. What is not newer
        than what was noted before is none."""
        if at_s > self._counts[-1].at_s:
            self._counts.append(Count(at_s, done, good))

    def rate(self, window_s: float) -> float:
        """How many times as fast as it may the budget burnt over the window that ends now. Where
        the load is younger, nothing was lost in the rest of the window."""
        now = self._counts[-1]
        begin_s = max(0.0, now.at_s - window_s)
        before = next(each for each in reversed(self._counts) if each.at_s <= begin_s)
        done = now.done - before.done
        if not done:
            return 0.0
        bad = done - (now.good - before.good)
        covered = min(1.0, (now.at_s - before.at_s) / window_s)
        return covered * bad / done / self._allowed

    @property
    def alarm(self) -> Rule | None:
        """The first rule that speaks now."""
        return next((rule for rule in self._rules if self._speaks(rule)), None)

    def _speaks(self, rule: Rule) -> bool:
        return min(self.rate(rule.long_s), self.rate(rule.short_s)) >= rule.times
