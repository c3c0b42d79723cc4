"""How a load was served, for the service level to judge."""

from experiments.measure.cost import ORDERS, READS
from experiments.measure.observation import Loaded
from experiments.measure.shares import good_share
from experiments.slo import Served
from experiments.workload.summary import figures

ENOUGH = 40
"""Orders from which on their p95 says something: of fewer, one or two late ones decide it, and a
window would count as held or not by their luck. Reads are always more; see trials/settings.py.
Orders that take longer than the client's limit are not good, however few there are."""


def served(load: Loaded) -> Served:
    """Over the scored window. Without a survey of the tables the backlog is not known."""
    reads, orders = (
        figures([one for one in load.scored if one.operation in kind], load.plan.seconds, load.plan)
        for kind in (READS, ORDERS)
    )
    return Served(
        good_share=good_share(load.scored),
        read_p95_ms=reads.accept.p95_ms if reads.accept else None,
        settle_p95_ms=orders.settle.p95_ms if orders.settle and orders.count >= ENOUGH else None,
        backlog=float(load.tables[-1].unfinished - load.tables[0].unfinished)
        if load.tables
        else None,
        orders=float(orders.count),
    )
