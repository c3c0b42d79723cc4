"""The same growth where CPU is what a replica runs out of: each may use a part of a core only.

Every replica of the part that hosts the hot feature has the same quota, on either arm. A part that
hosts other features too does their work within it; databases, gateway and all else share the core.
"""

from experiments.measure.capacity import gained, rows
from experiments.method.experiment import Experiment
from experiments.method.steps import Limit, Scale, Work, load, wait
from experiments.slo import SLO
from experiments.topology import RECOMMENDATIONS
from experiments.workload.mixes import HEAVY

WORK_MS = 8
QUOTA = 0.25  # cores

experiment = Experiment(
    name="scaling-cpu",
    question="Recommendations compute much, and each replica gets little CPU. Who can follow?",
    method=(
        Work(RECOMMENDATIONS, ("recommend",), WORK_MS),
        Limit(RECOMMENDATIONS, QUOTA),
        Scale(RECOMMENDATIONS, 1),
        load(HEAVY, 1, "1x"),
        wait(10),
        Scale(RECOMMENDATIONS, 4),
        load(HEAVY, 4, "4x"),
        wait(10),
    ),
    metrics=(*rows(SLO, 1), *rows(SLO, 4), *gained(SLO)),
    extra_s=20.0,
    slo=SLO,
)
