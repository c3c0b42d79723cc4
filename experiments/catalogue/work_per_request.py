"""The more a request has to do, the less it matters how it got there: where is even?

Blinowski et al., IEEE Access 2022: splitting left 0.53 and 0.73 of a light endpoint's throughput,
and 0.98 and 0.96 of a heavy one's.
"""

from experiments.measure.cost import answer_ms, cpu_ms
from experiments.measure.metric import Metric
from experiments.measure.shares import EVERY_OPERATION
from experiments.method.experiment import Experiment
from experiments.method.steps import Step, Work, load, wait
from experiments.topology import CATALOG
from experiments.workload.mixes import ONE_READ

WORK_MS = (0, 5, 50)


def with_work(ms: float) -> tuple[Step, ...]:
    return (Work(CATALOG, ("read",), ms), load(ONE_READ, name=f"{ms} ms"), wait(8))


def median(ms: float) -> Metric:
    measure = answer_ms("median_ms", EVERY_OPERATION, f"{ms} ms")
    return Metric(f"median_{ms}_ms", f"{ms} ms of work: median", "ms", 1, measure)


def cpu(ms: float) -> Metric:
    return Metric(f"cpu_{ms}_ms", f"{ms} ms of work: CPU", "ms", 2, cpu_ms(f"{ms} ms"))


experiment = Experiment(
    name="work-per-request",
    question="One read of one product, with nothing, 5 and 50 ms of CPU to do: who is ahead?",
    method=tuple(step for ms in WORK_MS for step in with_work(ms)),
    metrics=(*map(median, WORK_MS), *map(cpu, WORK_MS)),
)
