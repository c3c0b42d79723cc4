"""Somebody whom orders need is away for six seconds: steps that more than one page may have."""

from typing import Final

from experiments.faults.broker_killed import broker_killed
from experiments.faults.fault import Fault
from experiments.faults.replica_killed import replica_killed
from experiments.method.steps import Step, clear, inject, load, wait
from experiments.topology import INVENTORY, ORDERS
from experiments.workload.mixes import MIXED

BROKER: Final = "no broker"
CALLEE: Final = "no inventory"
BEFORE_S, AWAY_S, AFTER_S = 2, 6, 12
no_broker: Final = broker_killed(ORDERS, stays_down=True)
no_callee: Final = replica_killed(INVENTORY, stays_down=True)


def away(fault: Fault, name: str) -> tuple[Step, ...]:
    """Under a load of this name."""
    gone = (inject(fault), wait(AWAY_S), clear(fault.feature))
    return (load(MIXED, name=name), wait(BEFORE_S), *gone, wait(AFTER_S))
