"""Messages that nobody can handle, among thousands of good ones: they end in the dead letters, and
hold up nobody."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from experiments.soak.counting import messages, of_every_part
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.soak.planting import pouring
from experiments.soak.poisons import Poison, poisons
from experiments.soak.scenario import Scenario
from experiments.soak.wishes import wishes

ORDERS_A_S: Final = 60.0
DEAD_WITHIN_S: Final = 60.0
LONGEST_S: Final = 600.0
LOOK_EVERY_S: Final = 0.5
PAYLOADS: Final = "SELECT payload FROM dead_letters WHERE replayed_at IS NULL"


@dataclass(frozen=True)
class Poisoned:
    """So many messages, of which so many are poison."""

    messages: int
    poison: int


def act(ground: Ground, size: Poisoned) -> Iterator[Finding]:
    arm, good = ground.arm, size.messages - size.poison
    before, dead_before = messages(arm), len(_payloads(ground))
    planted = list(poisons(ground.dice, size.poison))
    with (
        pouring(arm) as pour,
        ground.shopping(wishes(ground.dice, "poison"), ORDERS_A_S) as shopping,
    ):
        for number, poison in enumerate(planted):
            ground.say(f"poison {number + 1} of {size.poison}, {shopping.begun} orders begun")
            _await(ground, before + number * good // size.poison)
            pour(poison)
        _await(ground, before + good)
    ground.until(
        lambda: len(_payloads(ground)) - dead_before >= size.poison,
        f"{size.poison} dead letters",
        DEAD_WITHIN_S,
        LOOK_EVERY_S,
    )
    yield all_dead(planted, _payloads(ground), dead_before)
    yield Finding(f"{good:,} good messages beside them", f"{messages(arm) - before:,}", None)


def all_dead(planted: Sequence[Poison], payloads: Sequence[str], dead_before: int) -> Finding:
    """Each once, and nothing but them: `dead_before` letters lay there already."""
    found = Counter(
        poison.token for poison in planted for payload in payloads if poison.token in payload
    )
    because = tuple(
        f"{poison.token} in {poison.topic} lies {found[poison.token]} times in the dead letters"
        for poison in planted
        if found[poison.token] != 1
    )
    if strangers := len(payloads) - dead_before - found.total():
        because += (f"{strangers} dead letters that nobody planted",)
    asked = f"{len(planted)} poison, all in the dead letters"
    seen = f"{len(found)} poison, {len(payloads) - dead_before} letters"
    return Finding(asked, seen, not because, because)


def _await(ground: Ground, count: int) -> None:
    there = f"{count:,} messages"
    ground.until(lambda: messages(ground.arm) >= count, there, LONGEST_S, LOOK_EVERY_S)


def _payloads(ground: Ground) -> list[str]:
    return [str(payload) for (payload,) in of_every_part(ground.arm, PAYLOADS)]


scenario = Scenario(
    name="poison",
    act=act,
    full=Poisoned(messages=5_000, poison=100),
    cut=Poisoned(messages=300, poison=6),
    full_s=65,
    cut_s=5,
)
