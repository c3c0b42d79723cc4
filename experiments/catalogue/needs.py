"""What an arm needs for a load at the service level: steps and rows of every scaling experiment."""

from experiments.measure.cost import Measure, answer_ms, cpu_ms, memory_mib
from experiments.measure.growth import connections_of_arm, if_held, replicas_of_arm
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.shares import EVERY_OPERATION, share_of_load
from experiments.method.steps import Outside, Scale, Step, load, wait
from experiments.slo import SLO
from experiments.workload.mixes import Mix

WAIT_MS = 350  # for the outside, with a slot held: slots run out long before CPU does
LEVEL = SLO.beyond(WAIT_MS)


def steps(mix: Mix, times: tuple[int, ...], *features: str) -> tuple[Step, ...]:
    """Each multiple of the load in turn, with what the arm needs of the parts that host these."""
    grown: list[Step] = []
    for each in times:
        grown += (Scale(feature, each) for feature in features)
        grown += (load(mix, each, f"{each}x"), wait(10))
    return (Outside({"latency_ms": WAIT_MS}), *grown)


def rows(times: int) -> tuple[Metric, ...]:
    """The load's good share and p95, and what it took where it was held."""
    x = f"{times}x"
    return (
        Metric(f"good_{x}", f"{x}: good", "%", 1, share_of_load(x), DIFFERENCE, 1.0),
        Metric(f"p95_{x}_ms", f"{x}: p95", "ms", 0, answer_ms("p95_ms", EVERY_OPERATION, x)),
        row(f"replicas_{x}", f"{x}: replicas", "", 0, replicas_of_arm(x), x),
        row(f"memory_{x}_mib", f"{x}: memory", "MiB", 0, memory_mib(x), x),
        row(f"connections_{x}", f"{x}: connections", "", 0, connections_of_arm(x), x),
        row(f"cpu_{x}_ms", f"{x}: CPU per operation", "ms", 2, cpu_ms(x), x),
    )


def row(key: str, label: str, unit: str, digits: int, measure: Measure, *loads: str) -> Metric:
    """A metric that has no value unless these loads were held."""
    return Metric(key, label, unit, digits, if_held(measure, LEVEL, *loads), needs=loads)
