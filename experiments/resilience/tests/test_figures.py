"""Which figures are told, what they are held against, and how a miss shows."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from experiments.catalogue import CATALOGUE
from experiments.compare.visited import Visit
from experiments.protections import NAIVE
from experiments.report.screen import WIDTH, plain
from experiments.resilience.figures import AIMS, SHOWN, Aim, Figure, figures_of, remarks_of
from experiments.resilience.stages import ALL, ARMS, TELLS, WEEK, stages
from experiments.resilience.table import tables
from experiments.testing.comparison import result

TRIES = Figure("", ARMS, "resilience-retries", "tries", "tries per screening", "", 2, (1.31, 1.17))
BARE = replace(TRIES, left_out="retries", sides=("services", "services without retries"))


def test_figures_and_aims_are_of_metrics_that_there_are() -> None:
    for name, keys in SHOWN.items():
        assert set(keys) <= {metric.key for metric in CATALOGUE[name].metrics}
    assert all(key in SHOWN[name] for name, key in AIMS)


@pytest.mark.parametrize(
    ("aim", "value", "met"),
    [
        (Aim(1.2, at_most=True), 1.2, True),
        (Aim(1.2, at_most=True), 1.21, False),
        (Aim(99.9), 99.9, True),
        (Aim(99.9), 99.8, False),
        (Aim(99.9), None, False),
    ],
)
def test_an_aim_is_met_or_missed(aim: Aim, value: float | None, met: bool) -> None:
    assert aim.met(value) is met


def test_aims_are_those_of_services_with_all_protections() -> None:
    assert (str(TRIES.aim), TRIES.missed) == ("<= 1.2", False)
    assert replace(TRIES, values=(1.0, 1.5)).missed
    assert (BARE.aim, replace(BARE, values=(1.0, 1.9)).missed) == (None, False)


def test_only_telling_rows_of_a_comparison_are_told() -> None:
    seen = result(1)
    assert list(figures_of("", seen)) == []
    settings = replace(seen.plan.settings, experiments=(TELLS["retries"],))
    made = replace(seen, plan=replace(seen.plan, settings=settings), blocks=())
    (figure,) = figures_of("retries", made)
    assert (figure.experiment, figure.key, figure.values) == (
        "resilience-retries",
        "tries",
        (None, None),
    )


def test_what_spoils_a_comparison_goes_with_its_figures() -> None:
    assert remarks_of("both", result(8)) == []
    wrong = result(8, violations={2: "an order is lost"})
    assert any("an order is lost" in text for text in remarks_of("both", wrong))
    assert "both: something disturbed the machine" in remarks_of("both", result(1, noisy=(1,)))


def test_each_protection_is_left_out_of_each_arm_once_and_then_all() -> None:
    whole, *bare = stages(1, 1, with_week=False)
    assert (whole.left_out, whole.settings.arms, whole.settings.without) == ("", ARMS, frozenset())
    assert [(each.settings.arms[0], each.left_out) for each in bare] == [
        (arm, name) for arm in ARMS for name in (*NAIVE, ALL)
    ]
    for stage in bare:
        assert len(set(stage.settings.arms)) == 1
        named = NAIVE if stage.left_out == ALL else (stage.left_out,)
        assert stage.settings.without == set(named)
    assert [each.agreed for each in (whole, *bare)] == [False, *[True] * len(bare)]


def test_every_protection_has_an_experiment_that_tells_of_it() -> None:
    assert tuple(TELLS) == NAIVE


def test_the_week_takes_its_time_only_where_it_is_asked_for() -> None:
    without, with_week = (stages(1, 1, with_week=each) for each in (False, True))
    assert not any(WEEK in stage.settings.experiments for stage in without)
    found = [stage.left_out for stage in with_week if WEEK in stage.settings.experiments]
    assert found == ["", ALL, ALL]


def test_a_miss_is_printed_and_nothing_is_said_of_a_figure_without_an_aim() -> None:
    text = plain(tables([replace(TRIES, values=(1.0, 1.5)), BARE], [], "one block"))
    assert "MISSED" in text
    assert "MISSED" not in plain(tables([TRIES, BARE], [], "one block"))
    assert "met" in plain(tables([TRIES], [], "one block"))


def test_tables_fit_and_have_no_colour_where_they_are_kept() -> None:
    long = replace(BARE, experiment="resilience-hang-recommendations", label="word " * 8)
    text = plain(tables([TRIES, BARE, long], ["a remark " * 20], "about " * 20))
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= WIDTH


def test_without_figures_only_the_remarks_are_left() -> None:
    stream = io.StringIO()
    Console(file=stream, width=WIDTH, color_system=None).print(tables([], ["it broke"], "about"))
    assert stream.getvalue().split() == ["it", "broke", "about"]


def test_a_visit_of_these_labels_is_one_of_the_plan() -> None:
    """Labels of several words are labels like others."""
    _, *bare = stages(1, 1, with_week=False)
    label = bare[0].settings.sides[1].label
    assert Visit(1, 1, label, ()).as_json()["label"] == "monolith without timeouts"
