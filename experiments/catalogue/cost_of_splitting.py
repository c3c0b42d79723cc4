"""What does it cost to split the shop, when nothing fails and nobody waits?"""

from experiments.measure import cost
from experiments.measure.cost import ORDERS, READS, answer_ms, settle_ms
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.shares import share_of_load
from experiments.method.experiment import Experiment
from experiments.method.steps import load, wait
from experiments.workload.mixes import MIXED

P99 = 1.25
PAGE = frozenset(("read-page",))

experiment = Experiment(
    name="cost-of-splitting",
    question="The same work at the same rate: what do time and CPU say?",
    method=(load(MIXED), wait(10)),
    metrics=(
        Metric("good_per_s", "good operations", "/s", 1, cost.goodput()),
        Metric("good_share", "good share", "%", 1, share_of_load(), DIFFERENCE, 1.0),
        Metric("read_median_ms", "reads, median", "ms", 1, answer_ms("median_ms", READS)),
        Metric("read_p99_ms", "reads, p99", "ms", 1, answer_ms("p99_ms", READS), margin=P99),
        Metric("page_median_ms", "composed read, median", "ms", 1, answer_ms("median_ms", PAGE)),
        Metric("accept_median_ms", "accept, median", "ms", 1, answer_ms("median_ms", ORDERS)),
        Metric("accept_p99_ms", "accept, p99", "ms", 1, answer_ms("p99_ms", ORDERS), margin=P99),
        Metric("settle_median_ms", "settle, median", "ms", 1, settle_ms("median_ms")),
        Metric("settle_p99_ms", "settle, p99", "ms", 1, settle_ms("p99_ms"), margin=P99),
        Metric("cpu_ms", "CPU per operation", "ms", 2, cost.cpu_ms()),
        Metric("memory_mean_mib", "memory, mean", "MiB", 0, cost.memory_mib()),
        Metric("memory_peak_mib", "memory, peak", "MiB", 0, cost.memory_mib(take=max)),
        Metric("start_s", "start", "s", 1, cost.start_s),
    ),
)
