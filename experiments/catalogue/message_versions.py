"""Writers and readers of a message, each at its first and its second version: who understands whom?

Zhang et al., SOSP 2021: two thirds of the catastrophic failures of upgrades come from two versions
that talk to each other. A part that hosts both features never has two versions of what they say.
A strict writer gives readers of the version before no leave to pass over its news.
"""

from experiments.measure.deploys import FAILED, FEW, count_after
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import ARTEFACT, Deploy, RollBack, load, wait
from experiments.releases.held_for import BOTH_2, WRITER_2, WRITER_2_ALONE
from experiments.topology import INVENTORY, ORDERS
from experiments.workload.mixes import MIXED


def failed(key: str, label: str, kind: str, about: str) -> Metric:
    count = count_after(kind, about, FAILED)
    return Metric(key, f"{label}, failed", "", 0, count, DIFFERENCE, FEW)


experiment = Experiment(
    name="message-versions",
    question="Orders and inventory speak two versions of a message. Which pairs lose orders?",
    steady_state=STEADY,
    method=(
        load(MIXED), wait(2),
        Deploy(WRITER_2), wait(6),
        Deploy(BOTH_2), wait(6),
        RollBack(ORDERS, ARTEFACT), wait(6),
        RollBack(INVENTORY, ARTEFACT), Deploy(WRITER_2_ALONE), wait(10),
    ),
    metrics=(
        failed("w2_r1", "writer 2, reader 1", "deploy", WRITER_2.name),
        failed("w2_r2", "writer 2, reader 2", "deploy", BOTH_2.name),
        failed("w1_r2", "writer 1, reader 2", "rollback", ARTEFACT),
        failed("alone", "strict 2, reader 1", "deploy", WRITER_2_ALONE.name),
    ),
)  # fmt: skip
