"""A page says how many replicas each load was given, and who found them."""

from dataclasses import replace

import pytest

from experiments.report.page.reading.events import Event
from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.sections.experiments import experiment_parts
from experiments.report.page.sections.needed import needed
from experiments.report.page.tests.made_run import Made, make_run
from experiments.run_folder.documents import BrokenFolder

LOOK = {"arm": "services", "experiment": "scaling", "load": "4x", "replicas": 5, "seconds": 8.0}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read_run(make_run(tmp_path_factory.mktemp("made") / "run", Made(blocks=1)))


def piloted(run: Run, four_times: int, *events: Event) -> Run:
    found = {"scaling": {"services": {"1": 2, "4": four_times}}}
    sizes = replace(run.plan.sizes, replicas=found, by="pilot")
    return replace(run, plan=replace(run.plan, sizes=sizes), events=events)


def test_stored_sizes_are_called_stored(run: Run) -> None:
    found = needed(run, "scaling")
    assert found is not None
    assert found.by.startswith("as stored")
    assert [arm.partition(":")[0] for arm in found.arms] == ["monolith", "services"]
    assert "reads p95 at most 550 ms" in found.level


def test_a_pilots_looks_are_told_in_their_order(run: Run) -> None:
    missed = Event("", "pilot look", {**LOOK, "missed": ["reads p95 612 ms"]})
    held = Event("", "pilot look", {**LOOK, "replicas": 6, "missed": []})
    found = needed(piloted(run, 6, missed, held), "scaling")
    assert found is not None
    assert found.arms == ("services: 2 for 1x, 6 for 4x",)
    assert found.looks == (
        "services, 5 replicas, 4x for 8 s: reads p95 612 ms",
        "services, 6 replicas, 4x for 8 s: held",
    )


def test_what_nothing_held_is_told(run: Run) -> None:
    found = needed(piloted(run, 0), "scaling")
    assert found is not None
    assert found.arms == ("services: 2 for 1x, not even the most for 4x",)


def test_what_only_a_short_look_found_is_told_as_that(run: Run) -> None:
    short = piloted(run, 6)
    sizes = replace(short.plan.sizes, unconfirmed={"scaling": {"services": ("4",)}})
    found = needed(replace(short, plan=replace(short.plan, sizes=sizes)), "scaling")
    assert found is not None
    assert found.arms == ("services: 2 for 1x, 6 for 4x (by one look only)",)


def test_an_experiment_that_scales_nothing_needs_nothing(run: Run) -> None:
    assert needed(run, "rollback") is None


def test_a_look_that_was_edited_is_refused(run: Run) -> None:
    edited = Event("", "pilot look", {**LOOK, "missed": "much"})
    with pytest.raises(BrokenFolder, match="missed must be a list"):
        needed(piloted(run, 6, edited), "scaling")


def test_connections_are_drawn_against_the_load(run: Run) -> None:
    (scaling,) = (part for part in experiment_parts(run) if part.name == "scaling")
    assert scaling.resources is not None
    drawn = [str(plot) for plot in scaling.resources.growth]
    assert any("database connections" in plot for plot in drawn)
