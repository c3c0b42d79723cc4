"""One feature gets popular. What does it take to keep up with four times the load?"""

from experiments.catalogue.needs import LEVEL, row, rows, steps
from experiments.measure.growth import cpu_gained_ms
from experiments.method.experiment import Experiment
from experiments.topology import RECOMMENDATIONS
from experiments.workload.mixes import HOT

experiment = Experiment(
    name="scaling",
    question="Everyone asks for recommendations, which wait for a stranger. Who can follow?",
    method=steps(HOT, (1, 4), RECOMMENDATIONS),
    metrics=(
        *rows(1),
        *rows(4),
        row("cpu_gained_ms", "CPU per op. gained", "ms", 2, cpu_gained_ms("1x", "4x"), "1x", "4x"),
    ),
    extra_s=15.0,
    slo=LEVEL,
)
