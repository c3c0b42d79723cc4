import pytest

from experiments.measure.metric import Value
from experiments.measure.observation import Observation
from experiments.measure.price import mean, more_percent

NOTHING = Observation(0.0, ())


@pytest.mark.parametrize(
    ("one", "base", "percent"),
    [(3.0, 2.0, 50.0), (1.0, 2.0, -50.0), (2.0, 2.0, 0.0), (None, 2.0, None), (2.0, None, None),
     (2.0, 0.0, None)],
)  # fmt: skip
def test_a_price_is_what_comes_on_top(one: Value, base: Value, percent: Value) -> None:
    assert more_percent(lambda _: one, lambda _: base)(NOTHING) == percent


@pytest.mark.parametrize(
    ("values", "in_the_middle"), [((1.0, 3.0), 2.0), ((2.0,), 2.0), ((1.0, None), None)]
)
def test_a_mean_is_known_where_all_are(values: tuple[Value, ...], in_the_middle: Value) -> None:
    assert mean(*(lambda _, value=value: value for value in values))(NOTHING) == in_the_middle
