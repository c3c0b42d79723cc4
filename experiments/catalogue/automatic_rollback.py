"""A bad release goes out and nobody watches but a rule: how long do shoppers suffer?"""

from experiments.artefacts.release import Release
from experiments.measure.deploys import SLOWER, not_good_since, noticed_s, taken_back, well_again_s
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import Deploy, Guard, load, wait
from experiments.releases.bad_payments import BAD_PAYMENTS
from experiments.topology import PAYMENTS
from experiments.workload.mixes import MIXED

BAD = Release("bad payments", (BAD_PAYMENTS,))

experiment = Experiment(
    name="automatic-rollback",
    question="A release breaks payments, and a rule takes it back. How long until all is well?",
    steady_state=STEADY,
    method=(load(MIXED), wait(2), Deploy(BAD), Guard(PAYMENTS, 40)),
    metrics=(
        Metric("taken_back", "taken back", "", 0, taken_back, DIFFERENCE, 1),
        Metric("noticed_s", "noticed after", "s", 1, noticed_s(BAD.name), margin=SLOWER),
        Metric("well_s", "deploy to 99% good", "s", 1, well_again_s(BAD.name), margin=SLOWER),
        Metric("not_good", "not good", "", 0, not_good_since(BAD.name), DIFFERENCE, 10),
    ),
)
