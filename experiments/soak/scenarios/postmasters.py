"""The servers' own parent dies, database after database, in the middle of orders."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.soak.scenario import Scenario
from experiments.soak.victims import databases_of, in_rounds, strike
from experiments.soak.wishes import wishes

ORDERS_A_S: Final = 10.0
ORDERS_BETWEEN: Final = 15
"""How many come from one death to the next."""


@dataclass(frozen=True)
class Postmasters:
    kills: int


def act(ground: Ground, size: Postmasters) -> Iterator[Finding]:
    doomed = in_rounds(databases_of(ground), ground.dice, size.kills)
    killed = 0
    with ground.shopping(wishes(ground.dice, "postmasters"), ORDERS_A_S) as shopping:
        for victim in doomed:
            shopping.wait_begun(shopping.begun + ORDERS_BETWEEN)
            strike(ground, victim)
            killed += 1
            ground.say(f"{killed} of {size.kills} killed")
            ground.recover()
    yield Finding(f"{size.kills} postmasters killed -9", str(killed), None)


scenario = Scenario(
    name="postmasters",
    act=act,
    full=Postmasters(kills=20),
    cut=Postmasters(kills=2),
    full_s=68,
    cut_s=8,
)
