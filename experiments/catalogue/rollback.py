"""A good change and a bad one went out together. How is the bad one taken back?"""

from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.recovery import fact, failed_after, keeping, recovery, step_s
from experiments.method.experiment import Experiment
from experiments.method.steps import ARTEFACT, FLAG, Ask, Deploy, FlagOn, RollBack, load, wait
from experiments.releases.good_catalog import survived
from experiments.releases.release_2 import RELEASE_2
from experiments.topology import PAYMENTS
from experiments.workload.mixes import MIXED

SLOWER = 1.25
FLAG_S, ARTEFACT_S = recovery("rollback", FLAG), recovery("rollback", ARTEFACT)
FLAG_LOST, ARTEFACT_LOST = failed_after("rollback", FLAG), failed_after("rollback", ARTEFACT)
KEEPING_S = keeping(ARTEFACT, plain=ARTEFACT_S, otherwise=FLAG_S)

experiment = Experiment(
    name="rollback",
    question="A release improved the catalog and broke payments. How is that taken back?",
    method=(
        load(MIXED), wait(2),
        Deploy(RELEASE_2), wait(13),
        RollBack(PAYMENTS, FLAG), wait(9), Ask(FLAG, survived),
        FlagOn(PAYMENTS), wait(3),
        RollBack(PAYMENTS, ARTEFACT), wait(16), Ask(ARTEFACT, survived),
    ),
    metrics=(
        Metric("deploy_s", "deploy", "s", 1, step_s("deploy"), margin=SLOWER),
        Metric("flag_s", "flag, well after", "s", 1, FLAG_S, margin=SLOWER),
        Metric("flag_failed", "flag, not good", "", 0, FLAG_LOST, DIFFERENCE, 5),
        Metric("flag_kept", "flag, good kept", "%", 0, fact(FLAG), DIFFERENCE, 50),
        Metric("artefact_s", "artefact, well after", "s", 1, ARTEFACT_S, margin=SLOWER),
        Metric("artefact_failed", "artefact, not good", "", 0, ARTEFACT_LOST, DIFFERENCE, 5),
        Metric("artefact_kept", "artefact, good kept", "%", 0, fact(ARTEFACT), DIFFERENCE, 50),
        Metric("keeping_good_s", "keeping the good", "s", 1, KEEPING_S, margin=SLOWER),
    ),
)  # fmt: skip
