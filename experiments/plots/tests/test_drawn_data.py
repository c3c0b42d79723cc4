"""What is worked out before anything is drawn: columns, shares, scales, places of numbers."""

import math
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from experiments import report
from experiments.analysis.question import Pair
from experiments.measure.kinds import KINDS
from experiments.plots.course import DEPENDENT, NEUTRAL, columns, legend, medians
from experiments.plots.opened import Opened
from experiments.plots.operations import shares
from experiments.plots.pairs import pairs
from experiments.plots.palette import KIND_COLOURS, LOOKS, RULING_COLOURS, SECOND
from experiments.plots.scales import effect_axis, measure_axis, ratio_tick
from experiments.plots.steps import mark_steps, steps_in_words
from experiments.plots.text import plain, table
from experiments.plots.units import number_with_unit, shown_effect, shown_margin
from experiments.report.page.views.trial import Step

STYLES = Path(report.__file__).parent / "page" / "templates" / "page.css"


def _colour(name: str) -> str:
    """Of the style sheet, by day."""
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}})", STYLES.read_text(encoding="utf-8"))
    assert found, name
    return found[1]


def test_arms_kinds_and_rulings_have_the_reports_colours() -> None:
    assert [look.colour for look in LOOKS] == [_colour("one"), _colour("two")]
    assert [look.marker for look in LOOKS] == ["o", "D"]
    kinds = [KIND_COLOURS[kind] for kind in KINDS]
    assert kinds == [_colour(f"k{number}") for number in range(1, 6)]
    assert list(RULING_COLOURS.values()) == [_colour(each) for each in ("yes", "no", "open")]


def test_a_fault_has_a_column_an_arm_and_a_line_a_kind(isolation: Opened) -> None:
    found = columns(isolation)
    assert [column.title for column in found] == ["monolith", "services"]
    for column, look in zip(found, LOOKS, strict=True):
        assert [line.look.colour for line in column.lines] == [look.colour, SECOND]
        assert [step.kind for step in column.steps] == ["inject", "clear"]
    assert list(legend(found).values()) == [NEUTRAL, DEPENDENT]


def test_loads_without_steps_have_a_column_each_and_a_line_an_arm(scaling: Opened) -> None:
    found = columns(scaling)
    assert [column.title.partition(":")[0] for column in found] == ["1x", "4x"]
    assert legend(found) == dict(zip(scaling.labels, LOOKS, strict=True))


def test_medians_leave_out_what_is_not_known() -> None:
    assert medians([[1.0, None, None], [3.0, 5.0, None]]) == [2.0, 5.0, None]


def test_a_cell_is_the_share_over_all_blocks_and_empty_where_nobody_asked(
    isolation: Opened,
) -> None:
    view = isolation.views()["monolith"][0]
    search = replace(view.operations[0], counts=(4, 0, 1), good=(4, 0, 0))
    other = replace(search, counts=(4, 0, 3), good=(0, 0, 1))
    views = [replace(view, operations=(each,)) for each in (search, other)]
    first, second, third = shares(views, search.name)
    assert (first, third) == (50.0, 25.0)
    assert math.isnan(second)


@pytest.mark.parametrize("values", [(5.0, 5.1), (1.0, 40.0), (0.001, 0.0011)])
def test_noise_never_fills_an_axis_of_ratios(values: tuple[float, float]) -> None:
    axes = Figure().subplots()
    measure_axis(axes, values, by_ratio=True, unit="ms")
    low, high = axes.get_xlim()
    assert low < min(values)
    assert high > max(values)
    assert high / low > 2


def test_shares_end_near_100_and_times_begin_near_0() -> None:
    axes = Figure().subplots()
    measure_axis(axes, (99.9, 100.0), by_ratio=False, unit="%")
    assert axes.get_xlim()[0] <= 95
    assert 100 < axes.get_xlim()[1] < 101
    measure_axis(axes, (0.0, 2.0), by_ratio=False, unit="s")
    assert -1 < axes.get_xlim()[0] < 0


def test_no_effect_is_always_on_the_axis_of_effects() -> None:
    axes = Figure().subplots()
    effect_axis(axes, (3.0, 4.0), by_ratio=True)
    assert axes.get_xlim()[0] < 1
    axes = Figure().subplots()
    effect_axis(axes, (-30.0, -20.0), by_ratio=False)
    assert axes.get_xlim()[1] > 0


def test_ratios_and_differences_are_named_as_a_lecture_says_them(isolation: Opened) -> None:
    assert [ratio_tick(each) for each in (2, 1, 0.8, 0.5)] == ["2x", "1x", "0.8x", "1/2"]
    assert number_with_unit(3.0, "") == "3"
    assert number_with_unit(0.0078, "s") == "0.01 s"
    assert number_with_unit(77.65, "pt") == "77.7 points"
    assert shown_effect(isolation.figure("others_good")).endswith(" points")
    assert [shown_margin(ruled) for ruled in isolation.rulings] == ["+1 points", "-1 points"]


def test_pairs_without_any_value_are_told_in_words(isolation: Opened) -> None:
    figure = replace(isolation.figures[0], pairs=(Pair(1, None, None, True),))
    summary = replace(isolation.run.summary, figures=(figure,))
    empty = replace(isolation, run=replace(isolation.run, summary=summary))
    assert repr(pairs(empty, figure.key)) == "No visit gave a value."


def test_numbers_of_steps_do_not_cover_each_other_or_leave_the_axis() -> None:
    axes = Figure().subplots()
    axes.set_xlim(0, 100)
    steps = [Step("ask", "", at, at) for at in (20, 20, 21, 99, 99.5)]
    mark_steps([axes], steps)
    places = [text.get_position()[0] for text in axes.texts]
    assert all(two - one > 4.9 for one, two in pairwise(places))
    assert places[-1] <= 100


def test_steps_are_told_by_their_numbers_and_never_broken_across_lines() -> None:
    words = steps_in_words([Step("inject", "crash payments", 1, 1), Step("clear", "", 2, 2)])
    assert " ".join(words.split()) == "1 fault on: crash payments 2 fault off"
    assert "fault off" not in words


def test_text_from_a_folder_stays_text() -> None:
    assert plain("a|b *c* <d> $e$ [f](g)") == r"a\|b \*c\* \<d\> \$e\$ \[f\](g)"
    assert plain("two\nlines") == "two lines"
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
