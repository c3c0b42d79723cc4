"""Messages in thousands that overtake one another, a fifth of them twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from experiments.faults.firing import Firing, firings
from experiments.faults.messages import RECEIVING
from experiments.soak.counting import messages
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.soak.scenario import Scenario
from experiments.soak.wishes import wishes
from experiments.stacks.protocol import bus_of

ORDERS_A_S: Final = 20.0
TWICE, WITHIN_S = 0.2, 1.0
MOST_S_EACH, PATIENCE_S, LOOK_EVERY_S = 0.2, 60.0, 1.0
"""How long messages may take, all in all, until the scenario gives up; how often it counts them."""
SLACK: Final = 0.8
"""Chance gives somewhat fewer copies than their share."""


@dataclass(frozen=True)
class Shuffled:
    messages: int


def act(ground: Ground, size: Shuffled) -> Iterator[Finding]:
    arm = ground.arm
    buses = [bus_of(feature) for feature in RECEIVING]
    before = messages(arm)
    noted = {bus: len(arm.fired(bus)) for bus in buses}
    seed = ground.dice.randrange(2**31)
    try:
        for bus in buses:
            setting = {"fault": "shuffle", "share": TWICE, "within_s": WITHIN_S, "seed": seed}
            arm.switch(bus, setting)
        with ground.shopping(wishes(ground.dice, "shuffled"), ORDERS_A_S):
            _await(ground, before + size.messages, MOST_S_EACH * size.messages + PATIENCE_S)
    finally:
        for bus in buses:
            arm.switch(bus, None)
    fired = [each for bus in buses for each in firings(arm.fired(bus)[noted[bus] :])]
    yield Finding(f"{size.messages:,} messages shuffled", f"{messages(arm) - before:,}", None)
    yield some_twice(size.messages, copies(fired))


def some_twice(asked: int, least: int) -> Finding:
    """Of copies only the 1st, 2nd, 4th ... is noted: so at least half of them are known."""
    kept = least >= SLACK * TWICE * asked / 2
    return Finding(f"{TWICE:.0%} of them twice", f"{least} copies or more", kept)


def copies(fired: Sequence[Firing]) -> int:
    """At least so many, from what each process has noted last."""
    last: dict[tuple[int, str], int] = {}
    for each in fired:
        last[each.pid, each.fault] = max(each.times, last.get((each.pid, each.fault), 0))
    return sum(last.values())


def _await(ground: Ground, count: int, within_s: float) -> None:
    def enough() -> bool:
        there = messages(ground.arm)
        ground.say(f"{there:,} of {count:,} messages")
        return there >= count

    ground.until(enough, f"{count:,} messages", within_s, LOOK_EVERY_S)


scenario = Scenario(
    name="shuffled",
    act=act,
    full=Shuffled(messages=5_000),
    cut=Shuffled(messages=400),
    full_s=100,
    cut_s=11,
    messages_only="is sent no messages",
)
