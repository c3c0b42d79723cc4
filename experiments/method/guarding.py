"""Watches a load for somebody who is not there: has it burnt its error budget too fast?"""

from collections.abc import Callable

from experiments.method.burn import ErrorBudget, Rule
from experiments.method.tools import RunningLoad
from experiments.slo import SLO

Say = Callable[[str], None]
GLANCE_S = 0.5
"""As often as the generator tells how far it is."""


def burnt(
    load: RunningLoad, until_s: float, pause: Callable[[float], None], say: Say
) -> Rule | None:
    """The rule that speaks first, as soon as it does; None if none has at `until_s` of the load's
    own time. Good is what shoppers call so: a right answer in time, an order final in time."""
    budget = ErrorBudget(1 - SLO.good_share / 100)
    while (left_s := until_s - load.elapsed_s()) > 0:
        if seen := load.progress():
            budget.note(seen.elapsed_s, seen.done, seen.good)
        if alarm := budget.alarm:
            say(f"the error budget burns more than {alarm.times:g} times as fast as it may")
            return alarm
        say(f"guarded for {left_s:.0f} s more")
        pause(min(left_s, GLANCE_S))
    return None
