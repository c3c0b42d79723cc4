"""What does it cost to see? Of a hundred requests none, one, ten and all are recorded as traces.

Fresh replicas serve each load, so that none is served by processes that ran longer than others.
"""

from experiments.measure.cost import READS, answer_ms, cpu_ms
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.price import more_percent
from experiments.method.experiment import Experiment
from experiments.method.steps import Sampling, Step, load, wait
from experiments.workload.mixes import MIXED

PERCENT = (0, 1, 10, 100)
NONE = f"{PERCENT[0]} percent"
TAIL = 1.25


def sampled(percent: int) -> tuple[Step, ...]:
    return (Sampling(percent), load(MIXED, name=f"{percent} percent"), wait(8))


def rows(percent: int) -> tuple[Metric, ...]:
    name, p99 = f"{percent} percent", answer_ms("p99_ms", READS, f"{percent} percent")
    cpu = Metric(f"cpu_{percent}_ms", f"{percent}%: CPU per operation", "ms", 2, cpu_ms(name))
    return cpu, Metric(f"p99_{percent}_ms", f"{percent}%: reads, p99", "ms", 1, p99, margin=TAIL)


def price(percent: int) -> Metric:
    more = more_percent(cpu_ms(f"{percent} percent"), cpu_ms(NONE))
    return Metric(f"price_{percent}", f"{percent}%: CPU above 0%", "%", 1, more, DIFFERENCE, 5)


experiment = Experiment(
    name="price-of-seeing",
    question="Traces of no request, of 1%, of 10%, of each: what do CPU and the slowest reads say?",
    method=tuple(step for percent in PERCENT for step in sampled(percent)),
    metrics=(*(row for percent in PERCENT for row in rows(percent)), *map(price, PERCENT[1:])),
    extra_s=32.0,
)
