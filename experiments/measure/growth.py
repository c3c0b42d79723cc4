"""What more load takes: two loads of one observation held against each other."""

from collections.abc import Callable

from experiments.measure.cost import cpu_s
from experiments.measure.metric import Value
from experiments.measure.observation import Observation


def cpu_gained_ms(smaller: str, larger: str) -> Callable[[Observation], Value]:
    """CPU that each operation costs which the larger load has more than the smaller one."""

    def measured(seen: Observation) -> Value:
        one, two = seen.load(smaller), seen.load(larger)
        more = len(two.scored) - len(one.scored)
        return 1000 * (cpu_s(two) - cpu_s(one)) / more if more > 0 else None

    return measured


def replicas_of_arm(load: str) -> Callable[[Observation], Value]:
    """How many replicas all parts had together under a load."""
    return lambda seen: float(sum(seen.replicas[load].values()))
