"""The dice of the load: every choice a shopper makes, drawn from one seeded generator."""

from itertools import accumulate
from random import Random

from experiments.workload.shop import (
    CATEGORIES,
    COLOURS,
    CUSTOMERS,
    PRODUCTS,
    customer_id,
    product_id,
)

_STRIDE = 3_571
"""Shares no factor with CUSTOMERS, so stepping by it meets every customer once a round."""

_BASKET = (1, 2, 3)
_QUANTITY = (1, 2)


class Choices:
    def __init__(self, rng: Random, skew: float) -> None:
        self._rng = rng
        weights = (1 / rank**skew for rank in range(1, PRODUCTS + 1))
        self._demand = tuple(accumulate(weights))
        self._products = range(1, PRODUCTS + 1)
        self._first_buyer = rng.randrange(CUSTOMERS)
        self._buyers = 0

    def product(self) -> str:
        """p-0001 is the most wanted one when demand is skewed."""
        return product_id(self._rng.choices(self._products, cum_weights=self._demand)[0])

    def lines(self) -> tuple[tuple[str, int], ...]:
        """One to three different products."""
        size = self._rng.choice(_BASKET)
        basket: dict[str, int] = {}
        while len(basket) < size:
            basket.setdefault(self.product(), self._rng.choice(_QUANTITY))
        return tuple(basket.items())

    def category(self) -> str:
        return self._rng.choice(CATEGORIES)

    def words(self) -> str:
        """A search that finds a handful of products."""
        return f"{self._rng.choice(COLOURS)} {self.category()}"

    def buyer(self) -> str:
        """A customer who has not bought in this load, until all have."""
        self._buyers += 1
        return self._buyer(self._buyers)

    def earlier_buyer(self) -> str:
        """A customer who has bought in this load; anyone while nobody has."""
        if not self._buyers:
            return customer_id(1 + self._rng.randrange(CUSTOMERS))
        return self._buyer(1 + self._rng.randrange(self._buyers))

    def key(self) -> str:
        return f"load-{self._rng.getrandbits(96):024x}"

    def _buyer(self, number: int) -> str:
        return customer_id(1 + (self._first_buyer + number * _STRIDE) % CUSTOMERS)
