"""How much more often than there are orders the outside world was asked."""

from typing import Any

import pytest

from experiments.outside.asked import screenings_per_order
from experiments.outside.order import Disobeyed
from experiments.testing.answering import answering


def told(body: Any, status: int = 200) -> float:
    with answering(lambda _path, _: (status, body)) as url:
        return screenings_per_order("", url)


@pytest.mark.parametrize(("asked", "different", "tries"), [(12, 10, 1.2), (5, 5, 1.0), (0, 0, 0.0)])
def test_tries_are_counted_by_the_order(asked: int, different: int, tries: float) -> None:
    assert told({"screen": {"asked": asked, "different": different}}) == tries


@pytest.mark.parametrize(("body", "status"), [({}, 200), ({"screen": {}}, 200), ({}, 503)])
def test_a_world_that_does_not_tell_is_named(body: Any, status: int) -> None:
    with pytest.raises(Disobeyed, match="does not tell what it was asked"):
        told(body, status)
