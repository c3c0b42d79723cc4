"""Orders in thousands while every process is killed with -9, again and again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.soak.scenario import Scenario
from experiments.soak.victims import in_rounds, strike, victims_of
from experiments.soak.wishes import wishes

ORDERS_A_S: Final = 30.0


@dataclass(frozen=True)
class Kills:
    orders: int
    kills: int


def act(ground: Ground, size: Kills) -> Iterator[Finding]:
    """The deaths are spread over the orders, so that a slow arm has as many of them in between."""
    wanted = islice(wishes(ground.dice, "kills"), size.orders)
    doomed = in_rounds(victims_of(ground), ground.dice, size.kills)
    killed: Counter[str] = Counter()
    with ground.shopping(wanted, ORDERS_A_S) as shopping:
        for number, victim in enumerate(doomed, 1):
            shopping.wait_begun(number * size.orders // (size.kills + 1))
            strike(ground, victim)
            killed[victim.kind] += 1
            ground.say(f"{number} of {size.kills} killed, {shopping.begun} orders begun")
        shopping.wait_served()
    made_of = ", ".join(f"{count} {kind}" for kind, count in sorted(killed.items()))
    yield Finding(f"{size.kills:,} kill -9 of what serves", f"{killed.total()}: {made_of}", None)
    yield Finding(f"{size.orders:,} orders", f"{shopping.begun:,}", None)


scenario = Scenario(
    name="kills",
    act=act,
    full=Kills(orders=10_000, kills=100),
    cut=Kills(orders=400, kills=15),
    full_s=400,
    cut_s=25,
)
