"""A column gets another name in three releases, so that nobody meets tables he cannot work on.

Compare with `rollback_renamed_column.py`, where one release does it all.
"""

from experiments.measure.deploys import told_of_deploy
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import Deploy, load, wait
from experiments.releases.expand_contract import BOTH, CONTRACT, EXPAND, NAMED_BACK
from experiments.workload.mixes import MIXED

experiment = Experiment(
    name="expand-contract",
    question="A column is renamed in three steps while people shop. Does any request fail?",
    steady_state=STEADY,
    method=(
        load(MIXED), wait(2),
        Deploy(EXPAND), wait(7),
        Deploy(BOTH), wait(7),
        Deploy(CONTRACT, forward=NAMED_BACK), wait(8),
    ),
    metrics=tuple(
        metric
        for release in (EXPAND, BOTH, CONTRACT)
        for metric in told_of_deploy(release.name, release.name)
    ),
    extra_s=8.0,
)  # fmt: skip
