"""The same question for every other fault of a feature, and of what it stands on, by its name."""

from experiments.catalogue.failure_isolation import isolation
from experiments.faults.catalogue import FAULTS, fault_named, features_for
from experiments.method.experiment import Experiment
from experiments.topology import ORDERS, PAYMENTS, RECOMMENDATIONS

PREFIX = "isolation-"
WITHIN = ("crash", "hang", "cpu-burn", "memory-leak", "errors", "slow")
"""Done to a feature itself: to one that a page can do without, and to one that no order can."""


def isolation_named(name: str) -> Experiment | None:
    """isolation-FAULT-FEATURE; None for a name that is made otherwise. Raises FaultError."""
    fault, _, feature = name.removeprefix(PREFIX).rpartition("-")
    return isolation(fault_named(fault, feature)) if name.startswith(PREFIX) and fault else None


def tellers(fault: str) -> tuple[str, ...]:
    """The features in which this fault tells most."""
    known = features_for(fault)
    within = (RECOMMENDATIONS, PAYMENTS) if fault in WITHIN else ()
    return within or ((ORDERS,) if ORDERS in known else known[:1])


every_fault = tuple(isolation(fault_named(name, of)) for name in FAULTS for of in tellers(name))
experiments = (
    isolation(fault_named("hang", PAYMENTS)),
    isolation(fault_named("memory-leak", RECOMMENDATIONS)),
    isolation(fault_named("connection-leak", ORDERS)),
    isolation(fault_named("database-down", ORDERS)),
)
"""A choice that every arm can have: they take threads, memory, connections, and a database."""
