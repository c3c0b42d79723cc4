"""What is not in a folder is said on the page; it is neither an error nor a guess."""

import shutil
from pathlib import Path

import pytest

from experiments.report.page.reading.run import read_run
from experiments.report.page.tests.made_run import Made, make_run
from experiments.report.page.write import render_report


def rendered(folder: Path) -> str:
    return " ".join(render_report(read_run(folder)).split())


def test_one_block_has_dots_and_no_verdict(one_block: Path) -> None:
    page = rendered(one_block)
    assert "With fewer than 6 blocks there is no 95% interval and no verdict" in page
    assert "No verdict" in page
    assert ">-</span> No verdict" not in page
    assert "95% interval 1" not in page
    assert 'class="baseline"' in page


def test_an_interrupted_run_shows_the_blocks_that_were_finished(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", Made(blocks=4, stops_at=4))
    page = rendered(folder)
    assert "This run is not complete: it was stopped by Ctrl-C or a signal." in page
    assert "KeyboardInterrupt" not in page
    assert "1 of 4 blocks scored" in page
    assert "as their block was cut short: 03-" in page


@pytest.mark.parametrize(
    ("why", "said"),
    [("inventory did not start", "an error ended it: inventory did not start."), ("", "ended it.")],
)
def test_an_error_that_ended_a_run_is_told_without_its_name(
    tmp_path: Path, why: str, said: str
) -> None:
    folder = make_run(tmp_path / "run", Made(blocks=2, stops_at=1))
    events = folder / "events.jsonl"
    ended = events.read_text().replace('"KeyboardInterrupt"', '"StackError"')
    events.write_text(ended.replace('"why": ""', f'"why": "{why}"'))
    page = rendered(folder)
    assert said in page
    assert "StackError" not in page


def test_a_run_without_figures_lists_nothing_that_is_not_known(tmp_path: Path) -> None:
    page = rendered(make_run(tmp_path / "run", Made(blocks=2, stops_at=1)))
    assert "not known" not in page
    assert "connections allowed, all servers" in page
    assert "are those of the first load" not in page


def test_a_run_that_was_killed_in_its_first_visit_has_a_page(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", Made(blocks=2, stops_at=1))
    page = rendered(folder)
    assert "No pair of visits was finished: there are no figures." in page
    assert page.count("no estimate, <span>no interval</span>") == page.count('id="claim-') > 0
    assert '<span class="quiet">-' not in page
    assert "<h2>scaling</h2>" not in page


def test_a_run_that_was_killed_before_its_summary_has_a_page(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", Made(blocks=2, stops_at=1))
    for name in ("summary.json", "verdicts.json", "events.jsonl"):
        (folder / name).unlink()
    page = rendered(folder)
    assert "it is still going on, or was killed" in page
    assert "No verdicts were written down." in page
    assert "had not been asked when the run ended" in page


def test_half_a_line_at_the_end_of_the_events_is_what_a_kill_leaves(one_block: Path) -> None:
    with (one_block / "events.jsonl").open("a") as file:
        file.write('{"at": "2026-')
    assert "<h2>scaling</h2>" in rendered(one_block)


def test_a_folder_of_summaries_has_figures_and_says_what_it_lacks(edited: Path) -> None:
    page = rendered(edited)
    assert "The raw data is not in this folder" in page
    assert "What the checkers saw is not in this folder" in page
    assert "Supported" in page
    assert "Second by second" not in page


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("environment.json", "What machine and software this was made with is not known."),
        ("verdicts.json", "No verdicts were written down."),
    ],
)
def test_a_missing_file_is_named(one_block: Path, missing: str, said: str) -> None:
    (one_block / missing).unlink()
    assert said in rendered(one_block)


def test_an_environment_without_a_budget_is_no_reason_to_guess_one(one_block: Path) -> None:
    (one_block / "environment.json").write_text('{"python": "3.11", "cpu": [], "git": 7}')
    assert "The folder does not hold the budget" in rendered(one_block)


def test_an_arm_against_itself_has_no_verdicts_and_says_why(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", Made(blocks=1, arms=("monolith", "monolith")))
    page = rendered(folder)
    assert "monolith-a against monolith-b" in page
    assert "this run compares other arms" in page
    assert "--arms monolith,monolith" in page


def test_disturbed_and_incorrect_visits_stand_at_the_head(tmp_path: Path) -> None:
    made = Made(blocks=2, noisy=(1, 3), violations={2: "order 17 is PENDING"})
    page = rendered(make_run(tmp_path / "run", made))
    head = page.partition("<nav")[0]
    assert "Something disturbed the machine in every block" in head
    assert "order 17 is PENDING" in head
    assert "visit 1 (" in page.partition("Why visits were disturbed")[2]
    assert "No invariant was violated" not in page


def test_figures_of_disturbed_visits_say_so_wherever_they_stand(tmp_path: Path) -> None:
    page = rendered(make_run(tmp_path / "run", Made(blocks=1, noisy=(1,))))
    mark = '<span class="disturbed">disturbed</span>'
    head, _, body = page.partition("<nav")
    assert "1 of 1 block scored, but disturbed" in head
    assert head.count(mark) == head.count('<a href="#claim-') > 0
    assert body.count(mark) == body.count('id="claim-') + body.count("<h3>Metrics, 1 block")


def test_one_calm_block_of_two_is_not_called_disturbed(tmp_path: Path) -> None:
    page = rendered(make_run(tmp_path / "run", Made(blocks=2, noisy=(1,))))
    assert "1 of 2 blocks scored</span>" in page
    assert 'class="disturbed"' not in page


def test_claims_that_changed_since_are_named(
    one_block: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.report.page.write._present_claims", lambda: "0" * 64)
    assert "The claims have changed since this run was planned" in rendered(one_block)


def test_values_that_are_measured_otherwise_by_now_are_named(
    one_block: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.report.page.reading.measured.same", lambda _one, _two: False)
    page = rendered(one_block)
    assert "This version of the lab measures these metrics otherwise than the run did" in page
    assert "0 came out the same" in page


def test_an_experiment_that_the_lab_no_longer_has_keeps_its_figures(
    one_block: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.report.page.sections.experiments.known", lambda _name: None)
    page = rendered(one_block)
    assert "its question is not known" in page
    assert "others lose" in page


def test_visits_without_checkers_files_do_not_pass_for_checked(one_block: Path) -> None:
    shutil.rmtree(one_block / "visits")
    assert "32 of 32" not in rendered(one_block)
