"""One feature is asked for eight times as often as usual. What is left to those who want others?

It waits for an outside service with a slot held, so that slots run out before CPU does.
"""

from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.resilience import answered_p99_ms, good_of, good_per_s, refused_soon
from experiments.measure.shares import dependents_of, operations_without
from experiments.method.experiment import Experiment
from experiments.method.growing import WAIT_MS
from experiments.method.steps import Outside, load, wait
from experiments.topology import RECOMMENDATIONS
from experiments.workload.mixes import HOT

TIMES = 8
CALM, FLOOD = "calm", "flood"
OTHERS, FLOODED = operations_without(RECOMMENDATIONS), dependents_of(RECOMMENDATIONS)

experiment = Experiment(
    name="flood",
    question="Everyone wants recommendations, far more than can be made. Who gets anything?",
    method=(
        Outside({"latency_ms": WAIT_MS}),
        load(HOT, 1, CALM), wait(8),
        load(HOT, TIMES, FLOOD), wait(12),
    ),
    metrics=(
        Metric("calm_good", "calm: others good", "%", 1, good_of(OTHERS, CALM), DIFFERENCE, 1),
        Metric("others_good", "flood: others good", "%", 1, good_of(OTHERS, FLOOD), DIFFERENCE, 1),
        Metric("others_p99_ms", "flood: others, p99", "ms", 0, answered_p99_ms(OTHERS, FLOOD)),
        Metric("served", "flood: flooded, good", "/s", 1, good_per_s(FLOODED, FLOOD)),
        Metric("refused_soon", "flood: refused in 1 s", "%", 1, refused_soon(FLOODED, FLOOD)),
    ),
)  # fmt: skip
