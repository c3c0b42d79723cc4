"""Whoever asks the outside world notices when it is late, silent or wrong."""

from typing import Any

import pytest

from experiments.outside.customer import serves
from experiments.testing.answering import answering

RIGHT = {"/screen": {"accepted": True}, "/rank": {"ranked": ["p-0003", "p-0002"]}}


@pytest.mark.parametrize("question", ["screen", "rank"])
def test_a_right_answer_is_one_of_the_contract(question: str) -> None:
    with answering(lambda path, _: (200, RIGHT[path])) as url:
        assert serves(url, question, 2.0)


@pytest.mark.parametrize(
    ("question", "status", "body"),
    [
        ("screen", 503, {"accepted": True}),
        ("screen", 200, {"accepted": "no"}),
        ("screen", 200, {}),
        ("screen", 200, [1]),
        ("rank", 200, {"ranked": ["p-0002"]}),
        ("rank", 200, {"ranked": 7}),
        ("rank", 200, {"ranked": "p-0002"}),
    ],
)
def test_a_wrong_answer_is_none(question: str, status: int, body: Any) -> None:
    with answering(lambda _path, _: (status, body)) as url:
        assert not serves(url, question, 2.0)


def test_who_is_not_there_answers_nothing() -> None:
    assert not serves("http://127.0.0.1:1", "screen", 2.0)
