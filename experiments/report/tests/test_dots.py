import pytest

from experiments.report.dots import strip
from experiments.report.screen import ASCII, UNICODE


def test_the_lowest_and_the_highest_visit_touch_the_ends() -> None:
    assert strip([1.0, 2.0], [4.0], 9, UNICODE) == "●   ●   ○"


def test_the_scale_is_logarithmic() -> None:
    assert strip([1.0, 10.0, 100.0], [], 5, ASCII) == "o o o"


def test_visits_of_both_arms_in_one_place_have_a_sign_of_their_own() -> None:
    assert strip([1.0, 4.0], [4.0], 5, UNICODE) == "●   ◉"


def test_small_differences_stay_small() -> None:
    assert strip([100.0, 101.0], [99.0], 20, ASCII).strip() in {"*", "xo", "*o", "x*", "ox"}


def test_equal_values_stand_in_the_middle() -> None:
    assert strip([7.0], [7.0], 5, ASCII) == "  *  "


def test_shares_are_shown_by_points_and_may_be_nothing() -> None:
    assert strip([100.0], [0.0], 5, ASCII, by_ratio=False) == "x   o"


@pytest.mark.parametrize("values", [[], [None], [0.0]])
def test_nothing_to_show_is_an_empty_strip(values: list[float | None]) -> None:
    assert strip(values, values, 4, ASCII) == "    "
