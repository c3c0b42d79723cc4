"""What a soaked arm starts from: it can be told to shuffle its messages, and to hold or fail who
carries one of them. Told nothing, it behaves as ever."""

from typing import Final

from experiments.artefacts.release import Change, Release
from experiments.faults.messages import RECEIVING
from experiments.faults.switchable import WRAPPER, switchable
from experiments.topology import INVENTORY, NOTIFICATIONS, ORDERS, PAYMENTS

AT_POINT: Final = WRAPPER.with_name("at_point.py")
WORKING: Final = (INVENTORY, PAYMENTS, NOTIFICATIONS)
"""Features that are held or failed at what they handle."""
SENDING: Final = (ORDERS, INVENTORY, PAYMENTS)
"""Features whose parts are held at what they publish."""


def soaked() -> Release:
    base = switchable(WORKING, receiving=RECEIVING)
    return Release(
        "soaked",
        (
            *base.changes,
            *(Change(each, wrapper=AT_POINT) for each in WORKING),
            *(Change(each, wrapper=AT_POINT, port="bus") for each in SENDING),
        ),
    )
