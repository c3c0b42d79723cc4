"""The bad change had no flag around it. What does a build without it take?

Building is copying here. Where the store already holds that build, it is compared and not copied.
"""

from experiments.measure.metric import Metric
from experiments.measure.recovery import building_s
from experiments.measure.ways_back import SLOWER, told_of
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import REVERT, Ask, Deploy, RollBack, load, wait
from experiments.releases.good_catalog import survived
from experiments.releases.release_2 import RELEASE_2
from experiments.topology import PAYMENTS
from experiments.workload.mixes import MIXED

BUILDING_S = building_s("rollback", REVERT)

experiment = Experiment(
    name="rollback-revert",
    question="The bad change is taken out of the release, which is built anew: how long is that?",
    steady_state=STEADY,
    method=(
        load(MIXED), wait(2),
        Deploy(RELEASE_2), wait(11),
        RollBack(PAYMENTS, REVERT), wait(15), Ask(REVERT, survived),
    ),
    metrics=(
        *told_of(REVERT, "revert"),
        Metric("building_s", "revert, the build alone", "s", 2, BUILDING_S, margin=SLOWER),
    ),
    extra_s=8.0,
)  # fmt: skip
