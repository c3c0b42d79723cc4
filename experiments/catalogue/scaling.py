"""One feature gets popular. What does it take to keep up with four times the load?"""

from experiments.measure.capacity import gained, rows
from experiments.method.experiment import Experiment
from experiments.method.growing import LEVEL, growing
from experiments.topology import RECOMMENDATIONS
from experiments.workload.mixes import HOT

experiment = Experiment(
    name="scaling",
    question="Everyone wants recommendations, which wait for an outside service. Who can follow?",
    method=growing(HOT, (1, 4), RECOMMENDATIONS),
    metrics=(*rows(LEVEL, 1), *rows(LEVEL, 4), *gained(LEVEL)),
    extra_s=15.0,
    slo=LEVEL,
)
