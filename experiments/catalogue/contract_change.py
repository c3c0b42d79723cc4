"""One feature must tell another something new: how many deploys is that, and what if their order is
wrong? Where one part hosts both, they change together."""

from experiments.measure.deploys import deploys, told_of_deploy
from experiments.measure.metric import Metric
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import ARTEFACT, Deploy, InOrder, RollBack, load, wait
from experiments.releases.held_for import HELD_FOR, IN_ORDER
from experiments.topology import INVENTORY, ORDERS
from experiments.workload.mixes import MIXED

CHANGE = HELD_FOR.name

experiment = Experiment(
    name="contract-change",
    question="Inventory insists on something that orders never told. How does that go out?",
    steady_state=STEADY,
    method=(
        load(MIXED, name="in order"), wait(2),
        InOrder(IN_ORDER), wait(12),
        RollBack(INVENTORY, ARTEFACT), RollBack(ORDERS, ARTEFACT),
        load(MIXED, name="at once"), wait(2),
        Deploy(HELD_FOR), wait(10),
    ),
    metrics=(
        Metric("steps", "in order, deploys", "", 0, deploys("inorder", CHANGE)),
        *told_of_deploy(CHANGE, "in order", "inorder"),
        *told_of_deploy(CHANGE, "at once"),
    ),
    extra_s=10.0,
)  # fmt: skip
