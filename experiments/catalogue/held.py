"""Rows of what a load takes, which have no value unless it was held at a service level."""

from experiments.measure.cost import Measure, answer_ms, cpu_ms, memory_mib
from experiments.measure.growth import connections_of_arm, cpu_gained_ms, if_held, replicas_of_arm
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.shares import EVERY_OPERATION, share_of_load
from experiments.slo import Slo


def rows(level: Slo, times: int) -> tuple[Metric, ...]:
    """The load's good share and p95, and what it took where it was held."""
    x = f"{times}x"

    def held(key: str, label: str, unit: str, digits: int, measure: Measure) -> Metric:
        return Metric(key, label, unit, digits, if_held(measure, level, x), needs=(x,))

    return (
        Metric(f"good_{x}", f"{x}: good", "%", 1, share_of_load(x), DIFFERENCE, 1.0),
        Metric(f"p95_{x}_ms", f"{x}: p95", "ms", 0, answer_ms("p95_ms", EVERY_OPERATION, x)),
        held(f"replicas_{x}", f"{x}: replicas", "", 0, replicas_of_arm(x)),
        held(f"memory_{x}_mib", f"{x}: memory", "MiB", 0, memory_mib(x)),
        held(f"connections_{x}", f"{x}: connections", "", 0, connections_of_arm(x)),
        held(f"cpu_{x}_ms", f"{x}: CPU per operation", "ms", 2, cpu_ms(x)),
    )


def gained(level: Slo) -> Metric:
    """What an operation costs of those that four times the load has more than once the load."""
    loads = ("1x", "4x")
    measure = if_held(cpu_gained_ms(*loads), level, *loads)
    return Metric("cpu_gained_ms", "CPU per op. gained", "ms", 2, measure, needs=loads)
