"""A good change and a bad one went out together. How is the bad one taken back?"""

from experiments.measure.metric import Metric
from experiments.measure.recovery import quickest_keeping, recovery, step_s
from experiments.measure.ways_back import SLOWER, told_of
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import ARTEFACT, FLAG, Ask, Deploy, FlagOn, RollBack, load, wait
from experiments.releases.good_catalog import survived
from experiments.releases.release_2 import RELEASE_2
from experiments.topology import PAYMENTS
from experiments.workload.mixes import MIXED

WAYS = {way: recovery("rollback", way) for way in (FLAG, ARTEFACT)}
KEEPING_S = quickest_keeping(WAYS)

experiment = Experiment(
    name="rollback",
    question="A release improved the catalog and broke payments. How is that taken back?",
    steady_state=STEADY,
    method=(
        load(MIXED), wait(2),
        Deploy(RELEASE_2), wait(11),
        RollBack(PAYMENTS, FLAG), wait(9), Ask(FLAG, survived),
        FlagOn(PAYMENTS), wait(2),
        RollBack(PAYMENTS, ARTEFACT), wait(15), Ask(ARTEFACT, survived),
    ),
    metrics=(
        Metric("deploy_s", "deploy", "s", 1, step_s("deploy"), margin=SLOWER),
        *told_of(FLAG, "flag"),
        *told_of(ARTEFACT, "artefact"),
        Metric("keeping_good_s", "keeping the good", "s", 1, KEEPING_S, margin=SLOWER),
    ),
)  # fmt: skip
