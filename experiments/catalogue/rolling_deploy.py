"""A release goes out while people shop: does anybody notice?"""

from experiments.measure.deploys import deploys, p95_ms_during, taken_back, told_of_deploy
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import Deploy, Guard, load, wait
from experiments.releases.every_feature import EVERY_FEATURE
from experiments.topology import CATALOG
from experiments.workload.mixes import MIXED

NEW = EVERY_FEATURE.name

experiment = Experiment(
    name="rolling-deploy",
    question="Every feature is deployed while people shop. Does any of their requests fail?",
    steady_state=STEADY,
    method=(load(MIXED), wait(2), Deploy(EVERY_FEATURE), Guard(CATALOG, 24)),
    metrics=(
        *told_of_deploy(NEW, "deploy"),
        Metric("deploys", "parts deployed", "", 0, deploys("deploy", NEW)),
        Metric("p95_ms", "meanwhile, p95", "ms", 0, p95_ms_during("deploy", NEW)),
        Metric("taken_back", "taken back in error", "", 0, taken_back, DIFFERENCE, 1),
    ),
    extra_s=12.0,
)
