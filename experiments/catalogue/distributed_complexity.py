"""Messages come late, twice, in no order, or not at all: what breaks, and which lines stop it?

Counted, not timed: `make distributed` holds the naive releases of its protections against the arms
as they are.
"""

from experiments.distributed.complexity import Complexity
from experiments.distributed.disturbances import DELAY, DUPLICATE, PARTITION, REORDER
from experiments.distributed.protections import PROTECTIONS
from experiments.workload.mixes import ORDERS_ONLY

complexity = Complexity(
    name="distributed-complexity",
    question="Messages come late, twice, in no order or not at all. What keeps orders right?",
    mix=ORDERS_ONLY,
    rate=10.0,
    disturbances=(DELAY, DUPLICATE, REORDER, PARTITION),
    protections=PROTECTIONS,
)
