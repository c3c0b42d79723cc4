"""What more load takes: two loads of one observation held against each other."""

from collections.abc import Callable

from experiments.measure.cost import Measure, cpu_s
from experiments.measure.metric import Value
from experiments.measure.observation import Observation
from experiments.measure.shares import good_share

HELD_SHARE = 0.99


def cpu_gained_ms(smaller: str, larger: str) -> Callable[[Observation], Value]:
    """CPU that each operation costs which the larger load has more than the smaller one."""

    def measured(seen: Observation) -> Value:
        one, two = seen.load(smaller), seen.load(larger)
        more = len(two.scored) - len(one.scored)
        return 1000 * (cpu_s(two) - cpu_s(one)) / more if more > 0 else None

    return measured


def if_held(measure: Measure, *loads: str) -> Measure:
    """The value, where each of the loads was held: HELD_SHARE of its operations good. What an arm
    takes for a load that it does not carry says nothing."""

    def measured(seen: Observation) -> Value:
        shares = [good_share(seen.load(load).scored) for load in loads]
        held = all(share is not None and share >= 100 * HELD_SHARE for share in shares)
        return measure(seen) if held else None

    return measured


def replicas_of_arm(load: str) -> Callable[[Observation], Value]:
    """How many replicas all parts had together under a load."""
    return lambda seen: float(sum(seen.replicas[load].values()))
