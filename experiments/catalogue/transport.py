"""The way on which parts of the shop tell each other: what it costs, and how much goes over it.

Held against itself by `--transport NAME`, or by `--encoding FORM`, on the second side. How much is
asked in a closed loop (decision 38): an arm that drowns would show how it sheds, not what it bears.
"""

from experiments.measure.cost import cpu_ms, idle_ms_per_s, memory_mib, settle_ms, start_s
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.one_load import borne, settled_cpu_ms, settled_per_s, under
from experiments.method.experiment import Experiment
from experiments.method.outages import BROKER, CALLEE, away, no_broker, no_callee
from experiments.method.steps import Idle, load, wait
from experiments.workload.mixes import MIXED, ORDERS_ONLY

MOST = "most"
CLIENTS = 16
"""Of whom each places an order once the last one is final: they keep one core busy."""

experiment = Experiment(
    name="transport",
    question="Another way to tell each other, or another form: what do orders and CPU say?",
    spares=True,
    extra_s=4.0,
    method=(
        Idle(4.0), load(MIXED), wait(10),
        load(ORDERS_ONLY, times=12, name=MOST, clients=CLIENTS), wait(8),
        *away(no_broker, BROKER), *away(no_callee, CALLEE),
    ),
    metrics=(
        Metric("settle_median_ms", "settle, median", "ms", 1, settle_ms("median_ms")),
        Metric("settle_p95_ms", "settle, p95", "ms", 1, settle_ms("p95_ms"), margin=1.25),
        Metric("settled_per_s", "orders settled", "/s", 1, under(MOST, settled_per_s)),
        Metric("cpu_ms", "CPU per operation", "ms", 2, cpu_ms()),
        Metric("order_cpu_ms", "CPU per order", "ms", 2, under(MOST, settled_cpu_ms)),
        Metric("idle_ms_per_s", "CPU when idle", "ms/s", 0, idle_ms_per_s, DIFFERENCE, 10),
        Metric("memory_mean_mib", "memory, mean", "MiB", 0, memory_mib()),
        Metric("start_s", "start", "s", 1, start_s),
        *borne(BROKER), *borne(CALLEE),
    ),
)  # fmt: skip
