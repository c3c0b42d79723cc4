"""Drawings say what their data says: where things lie, and in what order."""

import math
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.analysis.question import Direction, Pair, Question, Scale
from experiments.analysis.verdict import judge
from experiments.report.page.figures.axis import Axis
from experiments.report.page.figures.bars import Bar, bars_plot
from experiments.report.page.figures.growth import Series, growth_plot
from experiments.report.page.figures.interval import Span, interval_plot, kind_of, spans_of
from experiments.report.page.figures.marks import APART, apart
from experiments.report.page.figures.pairs import RIGHT, pairs_plot
from experiments.report.page.figures.plain import shown
from experiments.report.page.figures.timeline import RIGHT as END
from experiments.report.page.figures.timeline import Course, scene_of, timeline_plot
from experiments.report.page.reading.figures import Figure
from experiments.report.page.reading.ruled import Ruled
from experiments.report.page.views.course import Curve
from experiments.report.page.views.trial import Step

LABELS = ("monolith", "services")


def paired(*values: tuple[float | None, float | None]) -> tuple[Pair, ...]:
    return tuple(Pair(n, one, two, n % 2 == 0) for n, (one, two) in enumerate(values, 1))


def figure(pairs: tuple[Pair, ...], scale: Scale = Scale.RATIO, unit: str = "ms") -> Figure:
    return Figure(
        "cost", "cpu_ms", "CPU", unit, scale, 1.1, pairs, (None, None),
        None, None, None, None, (), None,
    )  # fmt: skip


def ruled(pairs: tuple[Pair, ...], direction: Direction = Direction.MORE) -> Ruled:
    question = Question(Scale.RATIO, direction, 1.25)
    found = judge(question, pairs)
    return Ruled(
        "c1", "CPU", "cost", "cpu_ms", "CPU", "services / monolith", question, "ms", False, pairs,
        found.ruling, found.label, found.estimate, found.low, found.high, found.half_width, found.p,
        None, found.blocks, None, (), None, None, None, "less",
    )  # fmt: skip


def drawn(markup: str, kind: str) -> list[ET.Element]:
    return [each for each in ET.fromstring(markup).iter() if each.get("class") == kind]


@given(
    st.floats(-1e6, 1e6),
    st.floats(0.001, 1e6),
    st.floats(-2e6, 2e6),
)
def test_a_linear_axis_keeps_everything_between_its_ends(
    low: float, extent: float, value: float
) -> None:
    axis = Axis(low, low + extent, 10, 90)
    assert 10 <= axis.at(value) <= 90
    assert all(low - 1e-3 <= tick <= low + extent + 1e-3 for tick in axis.ticks(5))


@given(st.floats(0.01, 1e5), st.floats(1.05, 1e4))
def test_a_logarithmic_axis_has_labels_and_equal_ratios_are_equally_far(
    low: float, factor: float
) -> None:
    axis = Axis(low, low * factor, 0, 100, is_log=True)
    assert axis.at(low * math.sqrt(factor)) == pytest.approx(50, abs=0.1)
    assert axis.ticks(5)
    assert len(axis.ticks(5)) <= 6


@given(st.lists(st.floats(40, 330), max_size=12).map(sorted))
def test_the_numbers_of_steps_never_cover_each_other(places: list[float]) -> None:
    found = apart(places, 332)
    assert all(two - one >= APART - 1e-6 for one, two in pairwise(found))
    assert all(place <= 332 for place in found)


def test_the_margin_lies_between_its_bounds_and_the_claimed_side_beyond() -> None:
    pairs = paired(*((1.0, 1.5 + n / 100) for n in range(6)))
    for direction in Direction:
        one = ruled(pairs, direction)
        markup = interval_plot(one, Span(0.25, 4))
        (zone,), (claimed,) = drawn(markup, "zone"), drawn(markup, "claimed")
        left, width = float(zone.get("x", 0)), float(zone.get("width", 0))
        middle = left + width / 2
        assert middle == pytest.approx(170, abs=0.2)
        is_right = float(claimed.get("x", 0)) >= left + width - 0.2
        assert is_right is (direction is Direction.MORE)
        assert len(drawn(markup, "block")) == 6


def test_claims_of_a_kind_share_an_axis_that_holds_them_all() -> None:
    near = ruled(paired(*((1.0, 1.1 + n / 100) for n in range(6))))
    far = ruled(paired(*((1.0, 8.0 + n / 10) for n in range(6))))
    spans = spans_of((near, far))
    assert list(spans) == [kind_of(near)] == [kind_of(far)]
    assert spans["ratio"].high > 8.5
    assert spans["ratio"].low == pytest.approx(1 / spans["ratio"].high)


def test_a_claim_without_blocks_has_an_axis_and_no_estimate() -> None:
    one = ruled(())
    markup = interval_plot(one, spans_of((one,))["ratio"])
    assert drawn(markup, "zone")
    assert not drawn(markup, "estimate")
    assert not drawn(markup, "interval")


def test_a_claim_about_values_that_make_no_ratio_can_be_drawn() -> None:
    one = ruled(paired((0.0, 1.0)))
    assert not drawn(interval_plot(one, spans_of((one,))["ratio"]), "block")


def test_every_visit_has_a_mark_and_every_whole_pair_a_line() -> None:
    markup = pairs_plot(figure(paired((1.0, 2.0), (1.1, None), (None, 2.2))), LABELS)
    assert len(drawn(markup, "baseline")) == len(drawn(markup, "other")) == 2
    assert len(drawn(markup, "pair")) == 1


def test_noise_does_not_look_like_a_difference() -> None:
    markup = pairs_plot(figure(paired((100.0, 100.4), (100.2, 100.1))), LABELS)
    places = [float(each.get("cx", 0)) for each in drawn(markup, "baseline")]
    assert max(places) - min(places) < RIGHT / 20


def test_a_share_has_no_axis_beyond_all_and_nothing() -> None:
    markup = pairs_plot(figure(paired((100.0, 99.9)), Scale.DIFFERENCE, "%"), LABELS)
    ticks = [float(text.text or 0) for text in drawn(markup, "small")]
    assert ticks
    assert max(ticks) <= 100


def test_a_metric_that_nobody_measured_has_no_drawing() -> None:
    assert pairs_plot(figure(paired((None, None))), LABELS) == ""


def curve(share: float | None, p95_ms: float | None) -> Curve:
    return Curve(
        "all operations", (-1, 0, 1, 2), (100.0, share, share, 100.0), (2.0, p95_ms, 9.0, 3.0)
    )


def test_a_timeline_has_a_thin_line_a_block_and_their_median() -> None:
    curves = tuple(curve(share, 50.0) for share in (10.0, 20.0, 90.0))
    course = Course("monolith", (curves,), (Step("inject", "crash", 0.0, 0.0),))
    markup = timeline_plot(course, scene_of([course], 2.0))
    assert len(drawn(markup, "thin main")) == 6
    assert len(drawn(markup, "thick main")) == 2
    assert "good share between 20% and 100%" in markup
    assert len(drawn(markup, "numbered")) == 1


def test_the_time_a_fault_is_on_is_shaded() -> None:
    steps = (Step("deploy", "x", -1.0, 0.0), Step("inject", "crash", 0.0, 0.0))
    course = Course("monolith", ((curve(10.0, 50.0),),), (*steps, Step("clear", "x", 2.0, 2.0)))
    (on,) = drawn(timeline_plot(course, scene_of([course], 2.0)), "fault")
    (second,) = drawn(timeline_plot(course, scene_of([course], 2.0)), "doing")
    assert float(on.get("width", 0)) == pytest.approx(2 * float(second.get("width", 0)), abs=0.2)
    assert float(on.get("x", 0)) > float(second.get("x", 0))


def test_a_fault_that_was_never_switched_off_is_on_to_the_end() -> None:
    course = Course("monolith", ((curve(10.0, 50.0),),), (Step("inject", "crash", 1.0, 1.0),))
    (on,) = drawn(timeline_plot(course, scene_of([course], 2.0)), "fault")
    assert float(on.get("x", 0)) + float(on.get("width", 0)) == pytest.approx(END, abs=0.2)


def test_a_second_without_operations_breaks_the_line() -> None:
    course = Course("monolith", ((curve(None, None),),), ())
    share, _ = drawn(timeline_plot(course, scene_of([course], 2.0)), "thick main")
    assert share.get("d", "").count("M") == 2


def test_bars_are_as_long_as_what_they_stand_for() -> None:
    bars = [Bar("one", {"replicas": 10, "gateway": 10}), Bar("two", {"replicas": 40})]
    markup = bars_plot("memory", "MiB", bars)
    widths = [float(each.get("width", 0)) for each in drawn(markup, "kind replicas")]
    assert widths[1] == pytest.approx(4 * widths[0], rel=0.01)
    assert "one: 20.0 MiB (replicas 10.0, gateway 10.0)" in markup


def test_growth_has_a_mark_a_visit_and_says_its_medians() -> None:
    series = [Series(label, ((30, (1.0, 2.0, 3.0)), (120, (4.0, 5.0, 6.0)))) for label in LABELS]
    markup = growth_plot("CPU", "cores", series)
    assert len(drawn(markup, "baseline")) == len(drawn(markup, "other")) == 6
    assert "services: 2.00 cores at 30/s, 5.00 cores at 120/s" in markup


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "ms", "-"), (0.0, "ms", "0"), (0.0123, "ms", "0.0123"), (4.087, "ms", "4.09"),
        (61.23, "ms", "61.2"), (1032.4, "MiB", "1,032"), (99.951, "%", "100.0"),
        (-0.25, "pt", "-0.2"), (6.0, "", "6"), (4.5, "", "4.50"),
    ],
)  # fmt: skip
def test_numbers_are_as_exact_as_a_reader_needs(value: float | None, unit: str, text: str) -> None:
    assert shown(value, unit) == text
