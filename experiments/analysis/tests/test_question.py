"""What can be asked."""

import math

import pytest

from experiments.analysis.question import BadQuestion, Direction, NoValue, Pair, Question, Scale


@pytest.mark.parametrize(
    ("scale", "margin"),
    [
        (Scale.RATIO, 1.0),
        (Scale.RATIO, 0.9),
        (Scale.DIFFERENCE, 0.0),
        (Scale.BASELINE, -1.0),
        (Scale.RATIO, math.inf),
        (Scale.DIFFERENCE, math.nan),
    ],
)
def test_a_margin_that_its_scale_cannot_have_is_refused(scale: Scale, margin: float) -> None:
    with pytest.raises(BadQuestion, match="a margin for"):
        Question(scale, Direction.MORE, margin)


def test_the_margin_of_a_ratio_is_a_factor_both_ways() -> None:
    more = Question(Scale.RATIO, Direction.MORE, 1.25)
    less = Question(Scale.RATIO, Direction.LESS, 1.25)
    assert more.shown(more.claimed) == pytest.approx(1.25)
    assert less.shown(less.claimed) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("scale", "value"),
    [(Scale.RATIO, math.log(2)), (Scale.DIFFERENCE, 4.0), (Scale.BASELINE, 4.0)],
)
def test_a_block_gives_one_number(scale: Scale, value: float) -> None:
    question = Question(scale, Direction.MORE, 2.0)
    assert question.value(Pair(1, 4.0, 8.0, True)) == pytest.approx(value)


def test_a_ratio_beyond_all_floats_is_still_one() -> None:
    question = Question(Scale.RATIO, Direction.MORE, 1.1)
    assert question.value(Pair(1, 1e-300, 1e300, True)) == pytest.approx(600 * math.log(10))


def test_a_ratio_to_nothing_names_its_block() -> None:
    with pytest.raises(NoValue, match=r"^block 3: a ratio needs values above 0, not 2 / 0$"):
        Question(Scale.RATIO, Direction.MORE, 1.1).value(Pair(3, 0.0, 2.0, True))
