"""Rows of what a load takes, which have no value unless it was held at a service level."""

from experiments.measure import growth
from experiments.measure.cost import Measure, answer_ms, cpu_ms, memory_mib
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.shares import EVERY_OPERATION, share_of_load
from experiments.slo import Slo


def rows(level: Slo, times: int) -> tuple[Metric, ...]:
    """The load's good share and p95, and what it took where it was held."""
    x = f"{times}x"

    def held(key: str, label: str, unit: str, digits: int, measure: Measure) -> Metric:
        return Metric(key, label, unit, digits, growth.if_held(measure, level, x), needs=(x,))

    return (
        Metric(f"good_{x}", f"{x}: good", "%", 1, share_of_load(x), DIFFERENCE, 1.0),
        Metric(f"p95_{x}_ms", f"{x}: p95", "ms", 0, answer_ms("p95_ms", EVERY_OPERATION, x)),
        held(f"replicas_{x}", f"{x}: replicas", "", 0, growth.replicas_of_arm(x)),
        held(f"memory_{x}_mib", f"{x}: memory", "MiB", 0, memory_mib(x)),
        held(f"connections_{x}", f"{x}: connections", "", 0, growth.connections_of_arm(x)),
        held(f"cpu_{x}_ms", f"{x}: CPU per operation", "ms", 2, cpu_ms(x)),
    )


def gained(level: Slo) -> tuple[Metric, ...]:
    """What four times the load takes that once the load does not."""
    loads = ("1x", "4x")

    def row(key: str, label: str, unit: str, digits: int, measure: Measure) -> Metric:
        return Metric(key, label, unit, digits, growth.if_held(measure, level, *loads), needs=loads)

    return (
        row("memory_gained_mib", "memory gained", "MiB", 0, growth.memory_gained_mib(*loads)),
        row("cpu_gained_ms", "CPU per op. gained", "ms", 2, growth.cpu_gained_ms(*loads)),
    )
