"""Recommendations over a shelf in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import pytest

from shared_domain.catalog.seed import all_products
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Unavailable, UnknownProduct
from shared_domain.messages.events import ListedProduct
from shared_domain.recommendations.feature import CANDIDATES, SHOWN, Recommendations, score
from shared_domain.recommendations.routes import as_json

PRODUCTS = {product.product_id: product for product in all_products()}


class Shelf:
    """A database of one table and, at the same time, what stands on it."""

    def __init__(self) -> None:
        self.sessions_open = 0

    @contextmanager
    def read(self) -> Iterator[Any]:
        self.sessions_open += 1
        yield self
        self.sessions_open -= 1

    def of_same_category(self, session: Any, product_id: str) -> Sequence[ListedProduct]:
        if product_id not in PRODUCTS:
            return []
        category = PRODUCTS[product_id].category
        return [product for product in PRODUCTS.values() if product.category == category]


class Ranking:
    """The outside world's ranking: the other way round than asked."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.asked: list[Sequence[str]] = []

    def __call__(self, product_id: str, candidates: Sequence[str]) -> Sequence[str]:
        assert self.shelf.sessions_open == 0, "no session may be open over a call to the outside"
        self.asked.append(candidates)
        return candidates[::-1]


def feature(shelf: Shelf, rank: Any, rounds: int = 1) -> Recommendations:
    return Recommendations(cast(Database, shelf), shelf.of_same_category, rank, rounds)


def test_the_ranking_decides_what_of_the_candidates_is_shown() -> None:
    shelf = Shelf()
    ranking = Ranking(shelf)
    shown = feature(shelf, ranking).recommend("p-0001")
    (candidates,) = ranking.asked
    assert len(candidates) == CANDIDATES
    assert [product.product_id for product in shown] == list(candidates[::-1][:SHOWN])


@pytest.mark.parametrize("product_id", ["p-0001", "p-0500", "p-1000"])
def test_others_of_the_same_category_are_shown(product_id: str) -> None:
    shelf = Shelf()
    shown = feature(shelf, Ranking(shelf)).recommend(product_id)
    assert {product.category for product in shown} == {PRODUCTS[product_id].category}
    assert product_id not in {product.product_id for product in shown}


def test_the_same_question_always_gets_the_same_answer() -> None:
    shelf = Shelf()
    one, two = (feature(shelf, Ranking(shelf)).recommend("p-0042") for _ in range(2))
    assert one == two


def test_more_rounds_are_more_work_and_another_order() -> None:
    assert score("p-0001", "p-0002", 1) != score("p-0001", "p-0002", 2)
    assert score("p-0001", "p-0002", 3) == score("p-0001", "p-0002", 3)


def test_an_unknown_product_is_unknown_before_the_outside_is_asked() -> None:
    shelf = Shelf()
    ranking = Ranking(shelf)
    with pytest.raises(UnknownProduct):
        feature(shelf, ranking).recommend("p-9999")
    assert ranking.asked == []


def test_without_the_outside_there_is_no_answer() -> None:
    def silent(product_id: str, candidates: Sequence[str]) -> Sequence[str]:
        raise Unavailable("the outside does not answer")

    with pytest.raises(Unavailable):
        feature(Shelf(), silent).recommend("p-0001")


def test_a_recommendation_is_told_without_its_category() -> None:
    assert as_json([ListedProduct("p-0001", "Amber beds", "beds", 199)]) == [
        {"product_id": "p-0001", "name": "Amber beds", "price_cents": 199}
    ]
