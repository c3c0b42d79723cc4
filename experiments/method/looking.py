"""How a fault is looked at: as a client of what it hits."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from experiments.faults.fault import Fault
from experiments.faults.place import Place
from experiments.faults.questions import QUESTIONS
from experiments.faults.shopper import shopping
from experiments.faults.target import caller_of, switch_of, target_of
from experiments.faults.witness import See
from experiments.method.acts import act_of
from experiments.stacks.protocol import Stack

AskOutside = Callable[[str], bool]
"""Whether the outside world answers this question as it should."""


def looking_at(
    fault: Fault, stack: Stack, ask_outside: AskOutside, timeout_s: float
) -> AbstractContextManager[See]:
    """For one witness."""
    if fault.place is Place.FEATURE:
        return shopping(stack.gateway_url, fault.feature, timeout_s)
    if fault.place is Place.LINK:
        inside_url = stack.inside_url(caller_of(fault, stack.topology))
        return shopping(inside_url, fault.feature, timeout_s)
    if fault.place in (Place.BUS, Place.CLOCK):
        return nullcontext(_untouched(stack, switch_of(fault)))
    if fault.place is Place.OUTSIDE:
        question = QUESTIONS[fault.feature]
        return nullcontext(lambda: ask_outside(question))
    target, act = target_of(fault, stack.topology), act_of(fault.setting)
    return nullcontext(lambda: act.is_well(stack, target))


def _untouched(stack: Stack, switch: str) -> See:
    """Whether the wrapper has touched nothing since the last look. That a message came twice, or
    that a clock is wrong, only who receives the one or looks at the other can tell: a shop that is
    well made keeps it from everybody else."""
    noted = len(stack.fired(switch))

    def see() -> bool:
        nonlocal noted
        before, noted = noted, len(stack.fired(switch))
        return noted == before

    return see
