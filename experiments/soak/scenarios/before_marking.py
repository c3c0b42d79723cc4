"""A process dies when what it had to tell is told and that is not yet written down.

On an arm whose parts tell each other it has published its messages and not marked them as sent,
so they are sent again. On one without, the customer's notification is written and the job not
struck off: both are in one transaction, so neither is.
"""

from collections.abc import Iterator
from typing import Final

from experiments.soak.carriers.copies import copies
from experiments.soak.catching import Deadly, Point, kill_in_turn
from experiments.soak.counting import messages, pending, unsent
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.soak.scenario import Scenario
from experiments.soak.wishes import wishes
from experiments.topology import INVENTORY, NOTIFICATIONS, ORDERS, PAYMENTS, Topology

ORDERS_A_S: Final = 6.0
SENT_WITHIN_S, LOOK_EVERY_S = 60.0, 1.0
OF_A_RELAY: Final = (
    Point("has sent ReserveStock", ORDERS, "ReserveStock", "after", bus=True),
    Point("has answered for stock", INVENTORY, "StepDone", "after", bus=True),
    Point("has sent AuthorisePayment", ORDERS, "AuthorisePayment", "after", bus=True),
    Point("has answered for money", PAYMENTS, "StepDone", "after", bus=True),
    Point("has sent OrderSettled", ORDERS, "OrderSettled", "after", bus=True),
)
OF_A_JOB: Final = (Point("has told the customer", NOTIFICATIONS, "OrderSettled", "after"),)


def act(ground: Ground, size: Deadly) -> Iterator[Finding]:
    topology = ground.arm.topology
    before = _copies(ground) if topology.sends else 0
    with ground.shopping(wishes(ground.dice, "marking"), ORDERS_A_S):
        yield kill_in_turn(ground, points_on(topology), size.kills)
    if topology.sends:
        yield all_sent_again(size.kills, _copies(ground) - before)


def points_on(topology: Topology) -> tuple[Point, ...]:
    return OF_A_RELAY if topology.sends else OF_A_JOB


def all_sent_again(kills: int, copies: int) -> Finding:
    """At least a copy for each death: else nobody died where it was meant."""
    return Finding("what was not marked is sent again", f"{copies} copies", copies >= kills)


def _copies(ground: Ground) -> int:
    """How many more messages were taken in than were written, once none is still to come."""
    ground.until(
        lambda: pending(ground.arm) == 0 and unsent(ground.arm) == 0,
        "every order is final and every message sent",
        SENT_WITHIN_S,
        LOOK_EVERY_S,
    )
    return copies(ground.arm) - messages(ground.arm)


scenario = Scenario(
    name="before-marking",
    act=act,
    full=Deadly(kills=50),
    cut=Deadly(kills=3),
    full_s=104,
    cut_s=6,
)
