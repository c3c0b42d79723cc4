"""One feature gets popular. What does it take to keep up with four times the load?"""

from experiments.measure.cost import answer_ms, cpu_ms, memory_mib
from experiments.measure.growth import cpu_gained_ms, if_held, replicas_of_arm
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.shares import EVERY_OPERATION, share_of_load
from experiments.method.experiment import Experiment
from experiments.method.steps import Outside, Scale, load, wait
from experiments.topology import RECOMMENDATIONS
from experiments.workload.mixes import HOT

WAIT_MS = 350  # for the outside, with a slot held: slots run out long before CPU does

GAINED = if_held(cpu_gained_ms("1x", "4x"), "1x", "4x")

experiment = Experiment(
    name="scaling",
    question="Everyone asks for recommendations, which wait for a stranger. Who can follow?",
    method=(
        Outside({"latency_ms": WAIT_MS}),
        Scale(RECOMMENDATIONS, 1),
        load(HOT, 1, "1x"),
        wait(10),
        Scale(RECOMMENDATIONS, 4),
        load(HOT, 4, "4x"),
        wait(10),
    ),
    metrics=(
        Metric("good_1x", "1x: good", "%", 1, share_of_load("1x"), DIFFERENCE, 1.0),
        Metric("p95_1x_ms", "1x: p95", "ms", 0, answer_ms("p95_ms", EVERY_OPERATION, "1x")),
        Metric("memory_1x_mib", "1x: memory", "MiB", 0, if_held(memory_mib("1x"), "1x")),
        Metric("good_4x", "4x: good", "%", 1, share_of_load("4x"), DIFFERENCE, 1.0),
        Metric("p95_4x_ms", "4x: p95", "ms", 0, answer_ms("p95_ms", EVERY_OPERATION, "4x")),
        Metric("memory_4x_mib", "4x: memory", "MiB", 0, if_held(memory_mib("4x"), "4x")),
        Metric("replicas_4x", "4x: replicas", "", 0, replicas_of_arm("4x")),
        Metric("cpu_4x_ms", "4x: CPU per operation", "ms", 2, if_held(cpu_ms("4x"), "4x")),
        Metric("cpu_gained_ms", "CPU per op. gained", "ms", 2, GAINED),
    ),
    extra_s=15.0,
)
