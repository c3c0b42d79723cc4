"""The same growth where CPU is what a replica runs out of: each may use a part of a core only.

Every replica of the part that hosts the hot feature has the same quota, and each arm as many of
them: equal totals. A part that hosts other features too must do their work within its quota.
"""

from experiments.catalogue import scaling
from experiments.method.experiment import Experiment
from experiments.method.steps import Limit, Scale, Work, load, wait
from experiments.topology import RECOMMENDATIONS
from experiments.workload.mixes import HEAVY

WORK_MS = 8
QUOTA = 0.25  # cores; four of them fill the one core that a small machine has for an arm

experiment = Experiment(
    name="scaling-cpu",
    question="Recommendations compute much, and each replica gets little CPU. Who can follow?",
    method=(
        Work(RECOMMENDATIONS, ("recommend",), WORK_MS),
        Scale(RECOMMENDATIONS, 1, "cpu"),
        Limit(RECOMMENDATIONS, QUOTA),
        load(HEAVY, 1, "1x"),
        wait(10),
        Scale(RECOMMENDATIONS, 4, "cpu"),
        load(HEAVY, 4, "4x"),
        wait(10),
    ),
    metrics=scaling.experiment.metrics,
    extra_s=20.0,
)
