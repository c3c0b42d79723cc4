"""What does it cost to see? Of a hundred requests none, one, ten and all are recorded as traces.

Fresh replicas serve each load. Broker and databases stay, and take less CPU as they grow older: so
each share is tried on the way up and on the way down, and a steady drift is in all means alike. The
first load, in which it is steepest, is measured by nobody.
"""

from experiments.measure.cost import READS, answer_ms, cpu_ms
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.price import mean, more_percent
from experiments.method.experiment import Experiment
from experiments.method.steps import Sampling, load, wait
from experiments.workload.mixes import MIXED

PERCENT = (0, 1, 10, 100)
UP, DOWN = "{} percent, up", "{} percent, down"
LOADS = ((UP, PERCENT), (DOWN, PERCENT[::-1]))
CPU = {each: mean(*(cpu_ms(way.format(each)) for way in (UP, DOWN))) for each in PERCENT}
P99 = {each: mean(*(answer_ms("p99_ms", READS, way.format(each)) for way in (UP, DOWN)))
       for each in PERCENT}  # fmt: skip
MORE = {each: more_percent(CPU[each], CPU[0]) for each in PERCENT[1:]}

experiment = Experiment(
    name="price-of-seeing",
    question="Traces of no request, of 1%, of 10%, of each: what do CPU and the slowest reads say?",
    method=(
        load(MIXED, name="settling in"), wait(20),
        *(step for way, shares in LOADS for each in shares
          for step in (Sampling(each), load(MIXED, name=way.format(each)), wait(8))),
    ),
    metrics=(
        *(Metric(f"cpu_{of}_ms", f"{of}%: CPU per operation", "ms", 2, CPU[of]) for of in PERCENT),
        *(Metric(f"p99_{of}_ms", f"{of}%: reads, p99", "ms", 1, P99[of], margin=1.25)
          for of in PERCENT),
        *(Metric(f"price_{of}", f"{of}%: CPU above 0%", "%", 1, more, DIFFERENCE, 5)
          for of, more in MORE.items()),
    ),
    extra_s=68.0,
)  # fmt: skip
