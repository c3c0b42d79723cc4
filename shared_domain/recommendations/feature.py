"""Rank the products of the same category, deterministically."""

import hashlib
from collections.abc import Callable, Sequence

from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.errors import UnknownProduct
from shared_domain.messages.events import ListedProduct

CANDIDATES = 8
SHOWN = 4

# The product and the others of its category: from the catalog itself, or this service's copy of it.
Shelf = Callable[[Session, str], Sequence[ListedProduct]]
Rank = Callable[[str, Sequence[str]], Sequence[str]]


class Recommendations:
    """The recommendations' public operations.

    `rank` asks the outside world, so no session is open while it runs. `scoring_rounds` is the
    CPU work per candidate, in SHA-256 rounds (about 0.5 us each).
    """

    def __init__(self, database: Database, shelf: Shelf, rank: Rank, scoring_rounds: int) -> None:
        self._database = database
        self._shelf = shelf
        self._rank = rank
        self._rounds = scoring_rounds

    def recommend(self, product_id: str) -> Sequence[ListedProduct]:
        """The best SHOWN of the product's category.

        Raises UnknownProduct, and Unavailable when the outside world does not answer.
        """
        with self._database.read() as session:
            products = {p.product_id: p for p in self._shelf(session, product_id)}
        if product_id not in products:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        del products[product_id]
        best = sorted(products, key=lambda other: score(product_id, other, self._rounds))
        ranked = self._rank(product_id, best[:CANDIDATES])
        return [products[each] for each in ranked[:SHOWN]]


def score(product_id: str, other: str, rounds: int) -> bytes:
    """How close `other` is to the product; smaller is closer."""
    digest = f"{product_id}:{other}".encode()
    for _ in range(rounds):
        digest = hashlib.sha256(digest).digest()
    return digest
