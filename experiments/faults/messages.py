"""Faults of the bus by which messages come to a feature, where it is a service of its own."""

from typing import Final

from experiments.faults.fault import Fault, FaultError
from experiments.faults.place import Place
from experiments.topology import INVENTORY, NOTIFICATIONS, ORDERS, PAYMENTS

RECEIVING: Final = (INVENTORY, ORDERS, PAYMENTS, NOTIFICATIONS)
"""Who is sent messages while shoppers shop."""


def of_messages(name: str, feature: str, act: str, **parameters: float) -> Fault:
    """FaultError for a feature that is sent none."""
    if feature not in RECEIVING:
        receiving = ", ".join(RECEIVING)
        raise FaultError(f"{feature} is sent no messages: choose from {receiving}")
    return Fault(name, feature, {"fault": act, **parameters}, place=Place.BUS)
