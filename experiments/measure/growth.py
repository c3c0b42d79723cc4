"""What more load takes: two loads of one observation held against each other."""

from collections.abc import Callable

from experiments.measure.cost import Measure, cpu_s, memory_mib
from experiments.measure.metric import Value
from experiments.measure.observation import Observation
from experiments.measure.service import served
from experiments.slo import Slo


def cpu_gained_ms(smaller: str, larger: str) -> Callable[[Observation], Value]:
    """CPU that each operation costs which the larger load has more than the smaller one."""

    def measured(seen: Observation) -> Value:
        one, two = seen.load(smaller), seen.load(larger)
        more = len(two.scored) - len(one.scored)
        return 1000 * (cpu_s(two) - cpu_s(one)) / more if more > 0 else None

    return measured


def memory_gained_mib(smaller: str, larger: str) -> Callable[[Observation], Value]:
    """Memory that the larger load takes more than the smaller one."""
    one, two = memory_mib(smaller), memory_mib(larger)

    def measured(seen: Observation) -> Value:
        before, after = one(seen), two(seen)
        return None if before is None or after is None else after - before

    return measured


def if_held(measure: Measure, slo: Slo, *loads: str) -> Measure:
    """The value, where each of the loads was held: by the pilot, which found the replicas for it,
    and now. What an arm takes for a load that it does not carry says nothing."""

    def measured(seen: Observation) -> Value:
        held = all(
            load not in seen.unheld and not slo.missed(served(seen.load(load))) for load in loads
        )
        return measure(seen) if held else None

    return measured


def replicas_of_arm(load: str) -> Callable[[Observation], Value]:
    """How many replicas all parts had together under a load."""
    return lambda seen: float(sum(seen.replicas[load].values()))


def connections_of_arm(load: str) -> Callable[[Observation], Value]:
    """Database connections that the arm's replicas had open under a load, on all servers: at the
    end of the window, since pools only grow. None without a survey of the tables."""

    def measured(seen: Observation) -> Value:
        tables = seen.load(load).tables
        return float(max(each.connections for each in tables)) if tables else None

    return measured
