"""Every picture says in words what it shows; where there is nothing to draw, a text says so."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from experiments import plots
from experiments.plots.opened import NothingToShow, Opened
from experiments.plots.picture import COLOURS, DOTS_PER_INCH, Picture
from experiments.plots.text import Text
from experiments.report.page.reading.figures import Figure

Draw = Callable[[Opened], Picture | Text]
DRAWN: tuple[Draw, ...] = (
    plots.timeline, plots.operations, plots.latencies, plots.resources, plots.growth,
)  # fmt: skip


def _words(drawn: Picture | Text) -> str:
    assert isinstance(drawn, Picture)
    return drawn.says


def test_pairs_names_medians_effect_and_interval(isolation: Opened) -> None:
    words = _words(plots.pairs(isolation, "others_good", "recovery_s"))
    assert "others good: median monolith" in words
    assert "points, 95% +" in words
    assert "recovery time: median monolith" in words


def test_pairs_of_one_block_have_no_interval(one_block: Opened) -> None:
    assert "no interval" in _words(plots.pairs(one_block, "others_good"))


def test_a_ratio_that_cannot_be_made_is_explained_and_not_drawn(isolation: Opened) -> None:
    figure = isolation.figure("recovery_s")
    none = replace(figure, estimate=None, low=None, high=None, remarks=("a value is 0",))
    summary = replace(isolation.run.summary, figures=(none,))
    opened = replace(isolation, run=replace(isolation.run, summary=summary))
    drawn = plots.pairs(opened, "recovery_s")
    assert "no ratio, no interval" in _words(drawn)


def test_rows_that_one_side_has_no_value_for_are_laid_out_like_others(scaling: Opened) -> None:
    def without_other(key: str) -> Figure:
        figure = scaling.figure(key)
        alone = tuple(replace(pair, other=None) for pair in figure.pairs)
        middle = (figure.medians[0], None)
        return replace(figure, pairs=alone, medians=middle, estimate=None, low=None, high=None)

    keys = ("memory_4x_mib", "replicas_4x")
    summary = replace(scaling.run.summary, figures=tuple(map(without_other, keys)))
    drawn = plots.pairs(replace(scaling, run=replace(scaling.run, summary=summary)), *keys)
    assert isinstance(drawn, Picture)
    drawn.png()  # a warning is an error


def test_pairs_refuses_a_metric_there_is_not(isolation: Opened) -> None:
    with pytest.raises(NothingToShow):
        plots.pairs(isolation, "speed")


def test_the_timeline_of_a_fault_tells_the_others_from_the_dependents(isolation: Opened) -> None:
    words = _words(plots.timeline(isolation))
    assert "monolith, second by second. operations without recommendations: good share" in words
    assert "operations with recommendations" in words
    assert "inject at 2 s; clear at 12 s" in words


def test_the_timeline_of_loads_without_steps_has_a_column_each(scaling: Opened) -> None:
    words = _words(plots.timeline(scaling))
    assert words.startswith("1x: 30 operations/s, second by second. monolith: good share")
    assert "\n4x: 120 operations/s" in words


def test_the_map_of_operations_has_a_row_each(isolation: Opened) -> None:
    words = _words(plots.operations(isolation))
    for operation in ("search", "read-page", "place-order"):
        assert f"{operation} " in words


def test_latencies_tell_an_accepted_order_from_a_settled_one(cost: Opened) -> None:
    words = _words(plots.latencies(cost))
    assert "place-order: accepted median" in words
    assert "place-order: settled median" in words


def test_latencies_of_a_load_there_is_not_are_refused(scaling: Opened) -> None:
    assert "recommend median" in _words(plots.latencies(scaling, "4x"))
    with pytest.raises(NothingToShow, match="choose from 1x, 4x"):
        plots.latencies(scaling, "8x")


def test_resources_are_told_by_kind_of_process(scaling: Opened) -> None:
    words = _words(plots.resources(scaling))
    assert "4x  services" in words
    assert "broker" in words


def test_growth_is_told_by_load(scaling: Opened) -> None:
    words = _words(plots.growth(scaling))
    assert "memory, MiB, monolith: " in words
    assert " at 30/s, " in words


def test_intervals_say_what_is_claimed_and_ruled(isolation: Opened) -> None:
    words = _words(plots.intervals(isolation))
    assert "m7: A monolith does not contain a crash" in words
    assert "claimed is more than +1 points: Supported" in words


@pytest.mark.parametrize("draw", DRAWN)
def test_without_raw_data_a_text_says_so(draw: Draw, scaling: Opened) -> None:
    bare = replace(scaling, trials=dict.fromkeys(scaling.labels, ()))
    assert "kept no raw data: there is nothing to draw here" in repr(draw(bare))


def test_without_claims_a_text_says_so(isolation: Opened) -> None:
    bare = replace(isolation, run=replace(isolation.run, rulings=None))
    for show in (plots.intervals, plots.claims, plots.verdicts):
        assert repr(show(bare)) == "No verdicts were written down."


def test_the_same_data_gives_the_same_picture(isolation: Opened) -> None:
    one, two = (plots.timeline(isolation) for _ in range(2))
    assert isinstance(one, Picture)
    assert isinstance(two, Picture)
    assert one.png() == two.png()


def test_a_picture_is_sharp_small_and_shown_with_its_words(isolation: Opened) -> None:
    picture = plots.operations(isolation)
    assert isinstance(picture, Picture)
    data, metadata = picture._repr_mimebundle_()
    png = data["image/png"]
    assert isinstance(png, bytes)
    with Image.open(io.BytesIO(png)) as image:
        assert image.width == 12 * DOTS_PER_INCH
        assert len(image.getcolors(COLOURS) or ()) > 10
    assert data["text/plain"] == repr(picture)
    assert metadata == {"image/png": {"width": 1152, "alt": picture.says}}
