"""What does it cost to split the shop, when nothing fails and nobody waits?"""

from experiments.measure import cost
from experiments.measure.cost import ORDERS, READS, answer_ms, settle_ms
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.shares import share_of_load
from experiments.method.experiment import Experiment
from experiments.method.steps import Idle, load, wait
from experiments.workload.mixes import MIXED

TAIL = 1.25
IDLE_S = 4.0
PAGE = frozenset(("read-page",))

experiment = Experiment(
    name="cost-of-splitting",
    question="The same work at the same rate: what do time and CPU say?",
    method=(Idle(IDLE_S), load(MIXED), wait(10)),
    extra_s=IDLE_S,
    metrics=(
        Metric("good_per_s", "good operations", "/s", 1, cost.goodput()),
        Metric("good_share", "good share", "%", 1, share_of_load(), DIFFERENCE, 1.0),
        Metric("read_median_ms", "reads, median", "ms", 1, answer_ms("median_ms", READS)),
        Metric("read_p99_ms", "reads, p99", "ms", 1, answer_ms("p99_ms", READS), margin=TAIL),
        Metric("page_median_ms", "composed read, median", "ms", 1, answer_ms("median_ms", PAGE)),
        Metric("accept_median_ms", "accept, median", "ms", 1, answer_ms("median_ms", ORDERS)),
        Metric("accept_p95_ms", "accept, p95", "ms", 1, answer_ms("p95_ms", ORDERS), margin=TAIL),
        Metric("settle_median_ms", "settle, median", "ms", 1, settle_ms("median_ms")),
        Metric("settle_p95_ms", "settle, p95", "ms", 1, settle_ms("p95_ms"), margin=TAIL),
        Metric("cpu_ms", "CPU per operation", "ms", 2, cost.cpu_ms()),
        Metric("cpu_above_idle_ms", "CPU per op above idle", "ms", 2, cost.cpu_above_idle_ms()),
        Metric("idle_ms_per_s", "CPU when idle", "ms/s", 0, cost.idle_ms_per_s, DIFFERENCE, 10),
        Metric("memory_mean_mib", "memory, mean", "MiB", 0, cost.memory_mib()),
        Metric("memory_peak_mib", "memory, peak", "MiB", 0, cost.memory_mib(take=max)),
        Metric("start_s", "start", "s", 1, cost.start_s),
    ),
)
