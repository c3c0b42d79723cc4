"""The notebooks' texts: claims come without the result, published figures with their sources."""

from dataclasses import replace
from pathlib import Path

import pytest

from experiments import plots
from experiments.analysis.claims import load_claims
from experiments.analysis.question import Scale
from experiments.catalogue import CATALOGUE, USUAL
from experiments.plots.opened import Opened, open_run
from experiments.plots.published import load_published
from experiments.report.page.tests.made_run import Made, make_run

RULINGS = ("Supported", "Refuted", "Inconclusive")


def test_the_origin_names_run_machine_and_what_is_missing(one_block: Opened) -> None:
    text = repr(plots.origin(one_block))
    assert "run 20260101T000000Z-7" in text
    assert "1 of 1 block scored" in text
    assert "processor: A made-up CPU, 2 cores" in text
    assert "With fewer than 6 blocks there is no 95% interval" in text


def test_a_disturbed_run_is_warned_of_and_a_violation_is_told(tmp_path: Path) -> None:
    made = Made(blocks=1, noisy=(1, 2), violations={1: "order o-1 has no payment"})
    folder = make_run(tmp_path / "run", made)
    opened = open_run("failure-isolation", str(folder))
    assert "**Something disturbed the machine in every block" in repr(plots.origin(opened))
    told = repr(plots.correct(opened))
    assert "order o-1 has no payment" in told
    assert "| 1 visit | 0 |" in told


def test_what_is_claimed_comes_without_the_result(isolation: Opened) -> None:
    text = repr(plots.claims(isolation))
    assert "others lose, services - monolith" in text
    assert "below -1 points" in text
    assert not any(ruling in text for ruling in RULINGS)


def test_verdicts_come_with_what_others_found_and_what_would_change_them(
    isolation: Opened,
) -> None:
    text = repr(plots.verdicts(isolation))
    assert "**Supported**" in text
    assert "published: Refuted" in text
    assert "Remote calls without timeouts and breakers" in text


def test_the_method_tells_load_replicas_and_steps_but_no_result(isolation: Opened) -> None:
    text = repr(plots.method(isolation))
    assert "30 operations a second (mixed: 20% search, " in text
    assert "monolith 6 replicas; services 6 replicas" in text
    assert "\n2. fault switched off: recommendations" in text
    assert "took" not in text
    bare = replace(isolation, trials=dict.fromkeys(isolation.labels, ()))
    assert "kept no raw data" in repr(plots.method(bare))


def test_how_to_do_it_again_names_the_commands(isolation: Opened, scaling: Opened) -> None:
    text = repr(plots.again(isolation))
    assert "./cleave run failure-isolation --blocks 1  # a first look" in text
    assert "./cleave lab start isolation" in text
    assert "lab start" not in repr(plots.again(scaling))


def test_published_figures_come_with_sources_and_without_ours(cost: Opened) -> None:
    text = repr(plots.published(cost))
    assert "Ghemawat et al." in text
    assert "KTH, 2024 (abstract)" in text
    assert "1.73x" not in text


def test_ours_stand_beside_published_ratios_of_the_same_kind(cost: Opened) -> None:
    text = repr(plots.beside_published(cost))
    assert "| CPU per operation | 8.70x |" in text
    assert "settle, median" in text


def test_without_a_ratio_of_the_same_kind_that_is_said(isolation: Opened) -> None:
    assert "No published figure is the same kind" in repr(plots.beside_published(isolation))
    other = replace(isolation, experiment="isolation-hang-payments")
    assert "Nobody is known to have published" in repr(plots.published(other))


def test_published_figures_are_of_known_experiments_and_ratio_metrics() -> None:
    found = load_published()
    assert {experiment.name for experiment in USUAL} <= set(found) <= set(CATALOGUE)
    for name, rows in found.items():
        ratios = {each.key for each in CATALOGUE[name].metrics if each.scale is Scale.RATIO}
        for each in rows:
            assert each.read in ("text", "abstract")
            assert bool(each.metric) is (each.value is not None)
            assert not each.metric or each.metric in ratios


CLAIMS = load_claims().by_id


@pytest.mark.parametrize("name", [name for name, claim in CLAIMS.items() if claim.published])
def test_a_claims_published_source_is_among_those_shown(name: str) -> None:
    published = CLAIMS[name].published
    assert published is not None
    words = set(published.source.removesuffix(" (abstract)").split(", "))
    shown = [each.source for each in load_published()[CLAIMS[name].experiment]]
    assert any(words <= set(source.split(", ")) for source in shown), published.source
