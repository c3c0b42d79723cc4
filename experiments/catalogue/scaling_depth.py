"""One to eight small replicas, or one that is as large: what do they serve, and what limits them?

Twice: for reads, whose work is the replicas' own, and for orders, which a database takes and, where
there is one, a broker hands on. The quota is so small that eight replicas leave the core air for
what they share. Blinowski et al., IEEE Access 2022: 11 of 56 steps of scaling out took throughput
away, 7.9% at worst, and scaling up brought more for the money than scaling out.
"""

from experiments.depth.ladder import Depth, Ladder
from experiments.topology import ORDERS, RECOMMENDATIONS
from experiments.workload.mixes import HOT, ORDERS_ONLY

depth = Depth(
    name="scaling-depth",
    question="One to eight small replicas, or one as large as all: what is served, what limits it?",
    ladders=(
        Ladder("reads", "Everyone wants recommendations.", RECOMMENDATIONS, HOT),
        Ladder("orders", "Everyone orders.", ORDERS, ORDERS_ONLY),
    ),
    quota=0.05,
    most=8,
    large=(4, 8),
    clients=4,
    most_per_s=600.0,
    warmup_s=4.0,
    window_s=8.0,
    idle_s=5.0,
    visits=6,
)
