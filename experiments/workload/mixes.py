"""Which operations a load is made of, and how evenly it falls on the products."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from experiments.workload.operations import OPERATIONS


@dataclass(frozen=True)
class Mix:
    """Weights need not add up to one. `skew` is Zipf's exponent over the products: 0 is uniform,
    1 gives the most wanted of 998 products 13% of all choices."""

    name: str
    weights: tuple[tuple[str, float], ...]
    skew: float = 0.0

    def __post_init__(self) -> None:
        unknown = sorted({name for name, _ in self.weights} - OPERATIONS.keys())
        if unknown:
            raise ValueError(f"unknown operation in the mix: {', '.join(unknown)}")
        if any(weight < 0 for _, weight in self.weights) or not sum(w for _, w in self.weights) > 0:
            raise ValueError("a mix needs weights of at least 0, and one above it")
        if not 0 <= self.skew <= 3:
            raise ValueError("skew must lie between 0 and 3")

    @property
    def shares(self) -> dict[str, float]:
        total = sum(weight for _, weight in self.weights)
        return {name: weight / total for name, weight in self.weights}

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"weights": dict(self.weights)}


MIXED = Mix(
    "mixed",
    (
        ("search", 20),
        ("browse", 20),
        ("read-product", 20),
        ("read-page", 20),
        ("list-orders", 5),
        ("place-order", 15),
    ),
)
ORDERS_ONLY = Mix("orders-only", (("place-order", 100),))
HOT = Mix("hot", (("recommend", 90), ("search", 4), ("read-product", 4), ("place-order", 2)))
"""One feature has become popular; the rest of the shop goes on beside it."""

HEAVY = Mix("heavy", HOT.weights)
"""The same where each recommendation is given work to do, and so at a rate of its own."""

EVEN = Mix("even", MIXED.weights)
"""The mixed load at a rate of its own: every feature has become popular alike."""

ONE_READ = Mix("one-read", (("read-product", 100),))

EVERY_FEATURE = Mix(
    "every-feature",
    (
        ("search", 13),
        ("read-product", 6),
        ("read-page", 10),
        ("read-stock", 10),
        ("list-orders", 10),
        ("read-wallet", 10),
        ("recommend", 13),
        ("list-notifications", 13),
        ("place-order", 15),
    ),
)
"""Each feature is asked by operations that need no other, so that it can be seen by itself."""

MIXES = {mix.name: mix for mix in (MIXED, ORDERS_ONLY, HOT, HEAVY, EVEN, ONE_READ, EVERY_FEATURE)}


def mix_from(value: str | Mapping[str, Any]) -> Mix:
    """A mix by its name, or from its JSON form. Raises ValueError."""
    if isinstance(value, str):
        if value not in MIXES:
            raise ValueError(f"unknown mix {value!r}: choose from {', '.join(sorted(MIXES))}")
        return MIXES[value]
    return Mix(value["name"], tuple(value["weights"].items()), value.get("skew", 0.0))
