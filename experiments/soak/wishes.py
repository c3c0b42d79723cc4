"""What customers want: most of it can be had, some of it must be undone.

Each sequence of wishes throws the dice it was given once, at its beginning, and dice of its own
from then on: so the seed decides what is wanted, whoever else throws the others meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Final

from experiments.outside.behaviour import ALWAYS_REFUSED
from experiments.workload.shop import CUSTOMERS, PRODUCTS, customer_id, product_id
from shared_domain.inventory.seed import SOLD_OUT
from shared_domain.payments.seed import PENNILESS

LAST_UNITS: Final = 100
"""Products that nobody wants but whoever asks for their last units: the highest ids."""
COMMON: Final = PRODUCTS - LAST_UNITS
UNPAID, RISKY, MISSING = 0.15, 0.05, 0.05
"""The shares of orders whose payment is declined, so that their stock is given back, that the
outside world refuses, and that want something sold out."""


@dataclass(frozen=True)
class Wish:
    """An order that a customer will have; the key makes it one order however often it is asked."""

    customer_id: str
    key: str
    lines: tuple[tuple[str, int], ...]


def wishes(dice: Random, name: str) -> Iterator[Wish]:
    """Without an end; `name` keeps their keys apart from those of others."""
    own = _own(dice)
    return (Wish(_customer(own), f"{name}-{number}", _lines(own)) for number in count(1))


def paid(dice: Random, name: str) -> Iterator[Wish]:
    """Only what can be had."""
    own = _own(dice)
    return (Wish(_payer(own), f"{name}-paid-{number}", (_line(own),)) for number in count(1))


def unpaid(dice: Random, name: str) -> Iterator[Wish]:
    """Only what its customer cannot pay."""
    own = _own(dice)
    return (Wish(PENNILESS, f"{name}-unpaid-{number}", (_line(own),)) for number in count(1))


def _own(dice: Random) -> Random:
    return Random(dice.getrandbits(64))


def last_units() -> tuple[str, ...]:
    """The products kept apart for that."""
    return tuple(product_id(number) for number in range(COMMON + 1, PRODUCTS + 1))


def _customer(dice: Random) -> str:
    fate = dice.random()
    if fate < UNPAID:
        return PENNILESS
    return ALWAYS_REFUSED if fate < UNPAID + RISKY else _payer(dice)


def _payer(dice: Random) -> str:
    return customer_id(1 + dice.randrange(CUSTOMERS))


def _lines(dice: Random) -> tuple[tuple[str, int], ...]:
    numbers = dice.sample(range(1, COMMON + 1), dice.choice((1, 2, 3)))
    lines = [(product_id(number), dice.choice((1, 2))) for number in numbers]
    return (*lines, *([(SOLD_OUT, 1)] if dice.random() < MISSING else ()))


def _line(dice: Random) -> tuple[str, int]:
    return product_id(1 + dice.randrange(COMMON)), 1
