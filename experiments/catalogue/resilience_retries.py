"""Nobody answers who screens orders: how much more often is he asked, because he does not?"""

from experiments.faults.outside_black_hole import outside_black_hole
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.resilience import good_during, told
from experiments.measure.shares import dependents_of, operations_without
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import Ask, clear, inject, load, wait
from experiments.outside.asked import screenings_per_order
from experiments.topology import ORDERS
from experiments.workload.mixes import MIXED

TRIES = "screenings per order"
OTHERS, DEPENDENTS = operations_without(ORDERS), dependents_of(ORDERS)

experiment = Experiment(
    name="resilience-retries",
    question="Who screens orders answers nobody. How much is he asked on top?",
    steady_state=STEADY,
    method=(
        load(MIXED), wait(2),
        inject(outside_black_hole(ORDERS)), wait(20), Ask(TRIES, screenings_per_order),
        clear(ORDERS), wait(8),
    ),
    metrics=(
        Metric("tries", "tries per screening", "", 2, told(TRIES)),
        Metric("others_good", "others good", "%", 1, good_during(OTHERS), DIFFERENCE, 1),
        Metric("rest_good", "dependents good", "%", 1, good_during(DEPENDENTS), DIFFERENCE, 1),
    ),
)  # fmt: skip
