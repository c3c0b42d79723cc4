"""The matrix on the page: numbers that say what they are, and open the fault behind them."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.compare.remaking import AGAIN
from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.sections.matrix import matrix_part
from experiments.report.page.tests.made_run import Made, make_run
from experiments.report.page.tests.test_the_page_stands_alone import CSS, Elements
from experiments.report.page.write import render_report
from experiments.run_folder.documents import BrokenFolder
from experiments.run_folder.folder import RunFolder
from experiments.testing.matrix import BROKER, CELLS, CRASH, HANG
from experiments.topology import FEATURES

MADE = Made(blocks=1, experiments=CELLS)
CELL = r'<td class="number heat (\w+)( hit)?"><a href="(.*?)" aria-label="(.*?)"'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("runs") / "20261123T040508Z-7", MADE)


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return render_report(read_run(folder))


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    return read_run(folder)


def article(page: str, name: str) -> str:
    return page.partition(f'<article class="opened" id="{name}">')[2].partition("</article>")[0]


def maps(page: str) -> dict[str, str]:
    """By caption."""
    found = re.findall(r'<table class="map"><caption>(.*?)</caption>(.*?)</table>', page, re.S)
    return dict(found)


def test_there_is_a_map_for_each_arm_while_the_fault_is_on_and_afterwards(page: str) -> None:
    assert list(maps(page)) == [
        "monolith: good while the fault is on, %",
        "services: good while the fault is on, %",
        "monolith: good after the fault, %",
        "services: good after the fault, %",
    ]


def test_every_number_leads_to_its_fault_and_says_what_it_is(page: str) -> None:
    row = maps(page)["monolith: good while the fault is on, %"].partition(">crash</a>")[2]
    cells = re.findall(CELL, row)
    assert {target for _, _, target, _ in cells[:6]} == {f"#{CRASH.name}"}
    says = [text for *_, text in cells[:6]]
    assert re.fullmatch(
        r"crash of recommendations, monolith, catalog: [\d.]+% good of \d+ operations", says[0]
    )
    assert [bool(hit) for _, hit, *_ in cells[:6]] == [False] * 4 + [True, False]
    assert all(heat in ("well", "hurt", "bad", "down", "none") for heat, *_ in cells)


def test_a_fault_that_is_opened_shows_both_arms_second_by_second(page: str) -> None:
    opened = article(page, CRASH.name)
    assert opened.count("<svg viewBox") >= 2
    assert "<figcaption>monolith</figcaption>" in opened
    assert "<figcaption>services</figcaption>" in opened
    assert "fault switched on: crash recommendations" in opened
    assert '<a href="#blast-radius">' in opened


def test_every_feature_has_its_figures_of_both_phases(page: str, run: Run) -> None:
    opened = article(page, HANG.name)
    number = r'<td class="number">[^<]*</td>'
    rows = re.findall(rf'<tr><th scope="row">(\w+)</th>((?:{number})+)', opened)
    assert [name for name, _ in rows] == [*FEATURES, *FEATURES]
    part = matrix_part(run)
    assert part is not None
    fault = next(each for each in part.faults if each.experiment == HANG.name)
    told = next(side for side in fault.sides if side.label == "services").figures[0]
    cells = re.findall(r">([^<]*)</td>", rows[6][1])
    assert cells == list(told[1:])
    assert len(cells) == 6


def test_what_is_not_there_says_so_and_why(page: str) -> None:
    row = maps(page)["monolith: good after the fault, %"].partition(">broker-down</a>")[2]
    assert re.match(r'</th><td class="quiet" colspan="7">not there</td>', row)
    assert "broker down of orders: monolith has no broker" in article(page, BROKER.name)


def test_the_cells_stand_in_the_matrix_and_nowhere_else(page: str) -> None:
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings[:3] == ["Verdicts", "blast-radius", "Fairness and conditions"]
    assert '<li><a href="#blast-radius">blast-radius</a></li>' in page
    assert "Noise of every metric" not in page


def test_every_link_leads_somewhere_and_every_element_is_closed(page: str) -> None:
    elements = Elements(page)
    assert elements.open_at_end == []
    ids = elements.values("id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in elements.values("href")} <= set(ids)
    assert not {"script", "link", "img"} & {tag for tag, _ in elements.found}


def test_maps_scroll_within_the_page_of_a_phone(page: str) -> None:
    for before in page.split('<table class="map">')[:-1]:
        assert before.endswith('<div class="wide">')
    for table in maps(page).values():
        assert 'scope="col"' in table
        assert 'scope="row"' in table


def test_a_fault_opens_without_a_script_and_is_printed_open() -> None:
    assert ".opened:not(:target) { display: none; }" in CSS
    assert ".opened:not(:target) { display: block; }" in CSS.partition("@media print")[2]


def test_how_to_do_it_again_is_the_command_that_was_typed(page: str, tmp_path: Path) -> None:
    assert "./cleave run blast-radius --blocks 1 --seed 7" in page
    one = render_report(read_run(make_run(tmp_path / "one", replace(MADE, experiments=(CRASH,)))))
    assert f"./cleave run {CRASH.name} --blocks 1 --seed 7" in one


def test_a_disturbed_cell_is_invalid_with_its_reason_and_without_figures(tmp_path: Path) -> None:
    page = render_report(read_run(make_run(tmp_path / "run", replace(MADE, noisy=(1,)))))
    assert page.count(">invalid<") > 0
    assert "foreign CPU: other programs used 0.80 cores" in article(page, HANG.name)
    head = page.partition("<nav")[0]
    assert "stayed disturbed, or their fault was not real: no figure is theirs" in head
    assert "do not trust these figures" not in head


def test_a_violation_stands_with_the_fault_after_which_it_was_seen(tmp_path: Path) -> None:
    page = render_report(
        read_run(make_run(tmp_path / "run", replace(MADE, violations={1: "order 17 is PENDING"})))
    )
    opened = [article(page, each.name) for each in CELLS]
    assert sum("order 17 is PENDING" in text for text in opened) == 1
    assert sum(" incorrect</span>" in text for text in maps(page).values()) == 2


def test_trials_that_were_made_again_are_counted(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", MADE)
    RunFolder(folder).event(AGAIN, visit=1, experiment=CRASH.name, why=["generator: late"])
    page = render_report(read_run(folder))
    assert "Trials that were disturbed and therefore made again at once: 1." in page


def test_values_are_measured_again_for_cells_too(page: str, folder: Path) -> None:
    values = json.loads((folder / "summary.json").read_text())["visits"]
    count = sum(len(trial["values"]) for visit in values for trial in visit["trials"])
    assert f"{count} values were measured again from the raw samples: {count} came out" in page


def test_a_figure_of_a_cell_that_was_edited_is_refused(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", MADE)
    path = folder / "summary.json"
    told = json.loads(path.read_text())
    figure = next(each for each in told["figures"] if each["key"] == "during.catalog.good")
    figure["medians"]["services"] = 100.5
    path.write_text(json.dumps(told))
    with pytest.raises(BrokenFolder, match=r"during\.catalog\.good of blast-radius-"):
        read_run(folder)
