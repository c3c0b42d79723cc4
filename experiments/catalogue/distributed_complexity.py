"""Messages come late, twice, in no order, or not at all: what breaks, and which lines stop it?

Counted, not timed: `make distributed` holds the naive releases of its protections against the arms
as they are.
"""

from functools import partial

from experiments.distributed.complexity import Complexity, Disturbance, everywhere
from experiments.distributed.protections import PROTECTIONS
from experiments.faults.broker_paused import broker_paused
from experiments.faults.messages_delayed import messages_delayed
from experiments.faults.messages_duplicated import messages_duplicated
from experiments.faults.messages_reordered import messages_reordered
from experiments.topology import ORDERS
from experiments.workload.mixes import ORDERS_ONLY

LATE_MS, WITHIN_S, SHARE = 300.0, 0.5, 0.25
FOR_S = 7.0
UNREACHED_S = 11.0  # a publisher gives up after 3 s, a second time after 3 more

complexity = Complexity(
    name="distributed-complexity",
    question="Messages come late, twice, in no order or not at all. What keeps orders right?",
    mix=ORDERS_ONLY,
    rate=10.0,
    disturbances=(
        Disturbance("delay", everywhere(partial(messages_delayed, ms=LATE_MS)), FOR_S),
        Disturbance("duplicate", everywhere(partial(messages_duplicated, share=SHARE)), FOR_S),
        Disturbance("reorder", everywhere(partial(messages_reordered, within_s=WITHIN_S)), FOR_S),
        Disturbance("partition", (broker_paused(ORDERS),), UNREACHED_S),
    ),
    protections=PROTECTIONS,
)
