"""What the replicas of a part are told through their environment, wherever they run."""

from dataclasses import dataclass

from experiments.budget import Budget
from experiments.protections import variables as protecting
from experiments.stacks.local.switches import VARIABLE
from experiments.topology import Part, Topology


@dataclass(frozen=True)
class Addresses:
    """Where a part's replicas find what they ask: URLs, and the folder of the switches. Who sends
    no messages is not told of the bus."""

    database: str
    outside: str
    mesh: str
    bus: str
    switches: str


def told(topology: Topology, part: Part, budget: Budget, at: Addresses) -> dict[str, str]:
    """The variables that are the same for all replicas of the part."""
    variables = {
        "CLEAVE_DATABASE_URL": at.database,
        "CLEAVE_POOL_SIZE": str(budget.replica.pool),
        "CLEAVE_OUTSIDE_URL": at.outside,
        "CLEAVE_OUTSIDE_TIMEOUT_MS": str(budget.timeouts.outside_ms),
        "CLEAVE_MESH_URL": at.mesh,
        "CLEAVE_REMOTE_TIMEOUT_MS": str(budget.timeouts.remote_ms),
        "CLEAVE_SCORING_ROUNDS": str(budget.work.scoring_rounds),
        "CLEAVE_PART": part.name,
        "CLEAVE_TRACE_PERCENT": str(budget.seeing.trace_percent),
        **protecting(budget.resilience),
        VARIABLE: at.switches,
    }
    if budget.seeing.spans_to:
        variables["CLEAVE_SPANS"] = budget.seeing.spans_to
    if topology.sends:
        variables |= {"CLEAVE_BUS": at.bus, "CLEAVE_ENCODING": topology.form}
    return variables
