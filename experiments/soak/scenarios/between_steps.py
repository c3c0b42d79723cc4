"""The checkout's process dies between two of its steps.

A saga is between two steps where a part has done its own, with the message about it in its outbox,
and nothing is sent. A transaction is where one step is done and nothing is committed; before the
first of them the outside world has been asked.
"""

from collections.abc import Iterator
from typing import Final

from experiments.soak.catching import Deadly, Point, kill_in_turn
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.soak.scenario import Scenario
from experiments.soak.wishes import wishes
from experiments.topology import INVENTORY, ORDERS, PAYMENTS, Topology

ORDERS_A_S: Final = 6.0
OF_A_SAGA: Final = (
    Point("has screened and not asked for stock", ORDERS, "ReserveStock", "before", bus=True),
    Point("has reserved and not said so", INVENTORY, "StepDone", "before", bus=True),
    Point("knows of the stock, not paid", ORDERS, "AuthorisePayment", "before", bus=True),
    Point("has taken the money and not said so", PAYMENTS, "StepDone", "before", bus=True),
    Point("has refused the payment and not said so", PAYMENTS, "StepRefused", "before", bus=True),
    Point("is to give the stock back", ORDERS, "ReleaseStock", "before", bus=True),
    Point("has settled and told nobody", ORDERS, "OrderSettled", "before", bus=True),
)
OF_A_TRANSACTION: Final = (
    Point("has asked the outside", INVENTORY, "ReserveStock", "before"),
    Point("has reserved", INVENTORY, "ReserveStock", "after"),
    Point("is to take the money", PAYMENTS, "AuthorisePayment", "before"),
    Point("has taken the money", PAYMENTS, "AuthorisePayment", "after"),
)


def act(ground: Ground, size: Deadly) -> Iterator[Finding]:
    with ground.shopping(wishes(ground.dice, "between"), ORDERS_A_S):
        yield kill_in_turn(ground, points_on(ground.arm.topology), size.kills)


def points_on(topology: Topology) -> tuple[Point, ...]:
    """A saga is what needs messages."""
    return OF_A_SAGA if topology.sends else OF_A_TRANSACTION


scenario = Scenario(
    name="between-steps",
    act=act,
    full=Deadly(kills=50),
    cut=Deadly(kills=4),
    full_s=72,
    cut_s=7,
)
