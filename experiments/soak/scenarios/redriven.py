"""Compensations and notifications that fail for good, until the mistake is mended and they are
replayed, as an operator would."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from experiments.dead_letters.letters import DeadLetter, waiting
from experiments.dead_letters.replay import replay
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.soak.scenario import Scenario
from experiments.soak.wishes import paid, unpaid
from experiments.topology import INVENTORY, NOTIFICATIONS

ORDERS_A_S: Final = 10.0
DEAD_WITHIN_S, LOOK_EVERY_S = 120.0, 0.5
FAILING: Final = {INVENTORY: "ReleaseStock", NOTIFICATIONS: "OrderSettled"}
"""By feature, what it cannot do."""


@dataclass(frozen=True)
class Redriven:
    """So many orders that cannot be paid, and as many that can."""

    each: int


def act(ground: Ground, size: Redriven) -> Iterator[Finding]:
    arm, expected = ground.arm, 2 * size.each
    before = {each.name for each in waiting(arm.topology, arm.audit_url)}

    def died() -> tuple[DeadLetter, ...]:
        found = waiting(arm.topology, arm.audit_url)
        return tuple(each for each in found if each.name not in before)

    try:
        for feature, what in FAILING.items():
            arm.switch(feature, {"fault": "fail", "what": what})
        _shop(ground, size.each)
        ground.until(
            lambda: len(died()) >= expected,
            f"{expected} dead letters",
            DEAD_WITHIN_S,
            LOOK_EVERY_S,
        )
    finally:
        for feature in FAILING:
            arm.switch(feature, None)
    letters = died()
    yield all_listed(expected, letters)
    ground.say(f"replaying {len(letters)} dead letters")
    yield all_replayed(letters, replay(arm, letters), died())


def all_listed(expected: int, letters: Sequence[DeadLetter]) -> Finding:
    kinds = Counter(each.kind for each in letters)
    made_of = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    asked = f"{expected} that failed for good are dead letters"
    return Finding(asked, made_of or "none", len(letters) == expected)


def all_replayed(
    letters: Sequence[DeadLetter], replayed: Sequence[DeadLetter], left: Sequence[DeadLetter]
) -> Finding:
    """That they have their effect then is what the judgement of the whole shop tells."""
    seen = f"{len(replayed)} replayed, {len(left)} left"
    return Finding("all of them replayed", seen, len(replayed) == len(letters) and not left)


def _shop(ground: Ground, each: int) -> None:
    """Nobody waits for the end of an order: it has none yet."""
    dice = ground.dice
    wanted = [*islice(unpaid(dice, "redriven"), each), *islice(paid(dice, "redriven"), each)]
    with ground.shopping(wanted, ORDERS_A_S, ground.shoppers.buy) as shopping:
        shopping.wait_served()


scenario = Scenario(
    name="redriven",
    act=act,
    full=Redriven(each=20),
    cut=Redriven(each=3),
    full_s=10,
    cut_s=2,
)
