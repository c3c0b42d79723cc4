"""The wallets cannot be reached for some seconds. Is an order lost, or does it wait?"""

from experiments.faults.database_killed import database_killed
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.resilience import accepted, caught_up_s, settled
from experiments.measure.shares import operations_without, share_during
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import clear, inject, load, wait
from experiments.topology import PAYMENTS
from experiments.workload.mixes import MIXED

OTHERS = operations_without(PAYMENTS)

experiment = Experiment(
    name="resilience-buffer",
    question="The database of payments is down for six seconds: what becomes of the orders?",
    steady_state=STEADY,
    method=(
        load(MIXED), wait(2),
        inject(database_killed(PAYMENTS, stays_down=True)), wait(6),
        clear(PAYMENTS), wait(12),
    ),
    metrics=(
        Metric("accepted", "orders taken in", "%", 1, accepted, DIFFERENCE, 1),
        Metric("settled", "of those, final", "%", 1, settled, DIFFERENCE, 1),
        Metric("caught_up_s", "caught up after", "s", 1, caught_up_s, DIFFERENCE, 1),
        Metric("others_good", "others good", "%", 1, share_during(OTHERS), DIFFERENCE, 1),
    ),
)  # fmt: skip
