"""What a pilot found, or did not find, is said wherever figures are read."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from experiments.compare.agenda import Agenda
from experiments.compare.rows import rows_of
from experiments.pilot.tests.harness import Run, needing, plan_of
from experiments.report.comparison_plan import plan_lines
from experiments.report.comparison_table import comparison_table
from experiments.report.page.write import write_report


def test_a_load_that_the_most_replicas_do_not_hold_has_a_reason_for_figures(run: Run) -> None:
    run.fake.serves = needing(monolith=6, services=9)
    result = run()
    assert run.planned()["replicas"]["scaling"]["services"]["4"] == 0
    rows = {row.metric.key: row for row in rows_of(result)}
    assert rows["memory_4x_mib"].unheld == rows["cpu_gained_ms"].unheld == ("services",)
    assert rows["memory_4x_mib"].medians[1] is None
    assert rows["memory_4x_mib"].as_json()["remarks"][0] == "services: 8 replicas did not hold it"
    assert rows["memory_1x_mib"].unheld == rows["good_4x"].unheld == ()


def test_the_ceiling_is_the_one_that_the_run_wrote_down(run: Run) -> None:
    run.fake.serves = needing(monolith=6, services=9)
    result = run()
    settings = result.plan.settings
    lower = replace(settings, sizes=replace(settings.sizes, most=5))
    rows = rows_of(replace(result, plan=replace(result.plan, settings=lower)))
    remarks = {row.metric.key: row.as_json()["remarks"] for row in rows}
    assert remarks["memory_4x_mib"][0] == "services: 5 replicas did not hold it"


def test_the_table_says_so_in_the_rows_place(run: Run) -> None:
    run.fake.serves = needing(monolith=6, services=9)
    console = Console(width=80, record=True, file=StringIO())
    console.print(comparison_table(run(), console))
    rows = {line[:26].strip(): line[26:] for line in console.export_text().splitlines()}
    assert rows["4x: memory MiB"].rstrip().endswith("8 did not hold it")
    assert "did not" not in rows["1x: memory MiB"]


def test_the_page_of_such_a_run_tells_of_its_pilot(run: Run) -> None:
    run.fake.serves = needing(monolith=6, services=9)
    run()
    page = write_report(run.runs / "latest").read_text()
    assert "services: 2 for 1x, not even the most for 4x" in page
    assert "services, 8 replicas, 4x for 8 s: 0.0% good" in page
    assert "services: 8 replicas did not hold it" in page


def test_what_the_checkers_find_in_the_pilot_fails_the_run(run: Run) -> None:
    run.fake.pending = True
    result = run()
    assert result.exit_code == 1
    assert result.problems[0].startswith("pilot of monolith: every order is final")


def test_the_pilot_is_announced_and_its_time_counted(run: Run) -> None:
    with_pilot, without = plan_of(2), plan_of(1)
    assert any("pilot" in line for line in plan_lines(with_pilot, 100, "runs/x"))
    assert not any("pilot" in line for line in plan_lines(without, 100, "runs/x"))
    agenda = Agenda(with_pilot)
    before = agenda.left_s()
    agenda.pilots("monolith")
    assert before - agenda.left_s() == pytest.approx(agenda.pilot_s("monolith"))
    run()
    assert "pilot of services" in run.listener.titles
    assert run.listener.left_s == sorted(run.listener.left_s, reverse=True)
