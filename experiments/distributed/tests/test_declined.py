"""Orders that must be undone are placed, and it is told whether the shop took them."""

from typing import Any

import pytest

from experiments.distributed.declined import ORDERS, NotTaken, place_declined
from experiments.testing.answering import answering


def test_all_are_placed_each_for_a_product_of_its_own() -> None:
    asked: list[str] = []

    def shop(_path: str, body: Any) -> tuple[int, Any]:
        asked.append(body["lines"][0]["product_id"])
        return 201, {}

    with answering(shop) as url:
        assert place_declined(url)
    assert len(set(asked)) == len(asked) == ORDERS
    assert (asked[0], asked[-1]) == ("p-0001", "p-0040")


def test_a_shop_that_takes_not_all_is_told() -> None:
    statuses = iter([503, *[201] * ORDERS])
    with answering(lambda *_: (next(statuses), {})) as url:
        assert not place_declined(url)
    assert next(statuses) == 201, "it went on with the others"


def test_a_shop_that_is_not_there_is_told() -> None:
    with pytest.raises(NotTaken, match="not answered: ConnectionError"):
        place_declined("http://127.0.0.1:1")
