"""What the usual scaling leaves out: twice the load, and growth that no feature has to itself."""

from experiments.measure.capacity import rows
from experiments.method.experiment import Experiment
from experiments.method.growing import LEVEL, growing
from experiments.topology import FEATURES, RECOMMENDATIONS
from experiments.workload.mixes import EVEN, HOT

twofold = Experiment(
    name="scaling-2x",
    question="The hot feature is asked for twice as often: is half of four times enough?",
    method=growing(HOT, (2,), RECOMMENDATIONS),
    metrics=rows(LEVEL, 2),
    extra_s=8.0,
    slo=LEVEL,
)

even = Experiment(
    name="scaling-even",
    question="Every feature is asked for more often, none of them most: what must grow?",
    method=growing(EVEN, (1, 2, 4), *FEATURES),
    metrics=(*rows(LEVEL, 1), *rows(LEVEL, 2), *rows(LEVEL, 4)),
    extra_s=20.0,
    slo=LEVEL,
)

experiments = (twofold, even)
