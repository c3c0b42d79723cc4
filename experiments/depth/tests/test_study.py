"""The study on a lab in memory, and how it is told: as text, as a page, as JSON."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from experiments.catalogue.scaling_depth import depth
from experiments.cli import app as cleave
from experiments.cli.edge import INVALID, STOPPED, run
from experiments.compare.plan import RERUNS
from experiments.depth import __main__ as made_by_make
from experiments.depth import command
from experiments.depth.ladder_parts import ladder_parts
from experiments.depth.outcome import Outcome
from experiments.depth.page import write_page
from experiments.depth.run import Runner, seconds
from experiments.depth.table import lines_of
from experiments.depth.tests.made import outcome, with_first
from experiments.report.screen import WIDTH
from experiments.run_folder.folder import RunFolder
from experiments.stacks.protocol import Ability
from experiments.testing.fake_lab import FakeLab
from experiments.testing.listener import Listener
from experiments.trials.lab import Lab, Say

Capture = pytest.CaptureFixture[str]
PER_VISIT = len(depth.rungs)


@pytest.fixture
def fake() -> FakeLab:
    return FakeLab(a_second=20)


@pytest.fixture
def commanded(fake: FakeLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeLab:
    """What the command runs on; nothing of the machine is touched."""

    @contextlib.contextmanager
    def open_lab(_say: Say) -> Iterator[Lab]:
        yield fake.lab

    monkeypatch.setattr(command, "open_lab", open_lab)
    monkeypatch.setattr(command, "RUNS", tmp_path / "runs")
    monkeypatch.delenv("COLUMNS", raising=False)
    return fake


def made_on(fake: FakeLab, folder: Path, listener: Listener) -> Outcome:
    return Runner(depth, fake.lab, RunFolder(folder), 3, listener).run()


def test_every_visit_climbs_all_rungs_of_a_fresh_arm_and_leaves_nothing(
    fake: FakeLab, tmp_path: Path
) -> None:
    found, visits = made_on(fake, tmp_path, Listener()), 4 * depth.visits
    assert len(found.climbs) == len(fake.stacks) == visits
    assert len(fake.plans) == visits * PER_VISIT
    assert all(plan.clients for plan in fake.plans)
    assert fake.running == []
    served = [point.served_per_s for climb in found.climbs for point in climb.points]
    assert served == pytest.approx([20.0] * len(fake.plans), abs=0.3)
    assert found.problems() == ()


def test_both_arms_of_a_block_are_asked_for_the_same_and_blocks_are_not(
    fake: FakeLab, tmp_path: Path
) -> None:
    made_on(fake, tmp_path, Listener())
    visits = [fake.plans[at : at + PER_VISIT] for at in range(0, len(fake.plans), PER_VISIT)]
    seeds = [tuple(plan.seed for plan in plans) for plans in visits]
    assert seeds[0] == seeds[1]
    assert len(set(seeds)) == 2 * depth.visits


def test_a_disturbed_visit_is_made_again_at_once_with_the_same_requests(
    fake: FakeLab, tmp_path: Path
) -> None:
    fake.objections = {2: ("was late",)}
    listener = Listener()
    found = made_on(fake, tmp_path, listener)
    first, again, *_ = found.climbs
    assert (bool(first.disturbed), again.disturbed) == (True, ())
    assert (first.arm, first.ladder) == (again.arm, again.ladder)
    seeds = [plan.seed for plan in fake.plans]
    assert seeds[:PER_VISIT] == seeds[PER_VISIT : 2 * PER_VISIT]
    assert {each.visits for each in found.findings} == {depth.visits}
    assert found.problems() == ()
    assert listener.titles[1].startswith(f"visit 2 of {4 * depth.visits + 1}: ")


def test_it_is_made_again_twice_on_an_arm_and_ladder_at_most_and_what_lacks_is_said(
    fake: FakeLab, tmp_path: Path
) -> None:
    in_each_of_three = (1, 1 + PER_VISIT, 1 + 2 * PER_VISIT)
    fake.objections = dict.fromkeys(in_each_of_three, ("was late",))
    found = made_on(fake, tmp_path, Listener())
    assert len(found.climbs) == 4 * depth.visits + RERUNS
    assert found.findings[0].visits == depth.visits - 1
    assert found.problems() == tuple(
        f"reads, monolith: up against out at {cores} cores has no interval: fewer than 6 visits can"
        " be used"
        for cores in ("0.2", "0.4")
    )


def test_the_time_left_only_shrinks(fake: FakeLab, tmp_path: Path) -> None:
    listener = Listener()
    made_on(fake, tmp_path, listener)
    assert listener.left_s[0] == pytest.approx(seconds(depth))
    assert listener.left_s == sorted(listener.left_s, reverse=True)


def test_whoever_is_stopped_keeps_what_was_seen(fake: FakeLab, tmp_path: Path) -> None:
    fake.interrupts = {2 * PER_VISIT + 1: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        made_on(fake, tmp_path, Listener())
    kept = json.loads((tmp_path / "depth.json").read_text())
    assert [climb["arm"] for climb in kept["climbs"]] == ["monolith", "services"]
    assert fake.running == []


def test_a_violation_and_a_rung_that_was_not_served_well_are_problems() -> None:
    torn = with_first(outcome(), violations=("money is conserved: ...",))
    assert torn.problems() == ("visit 1 (reads, monolith): money is conserved: ...",)
    few = outcome(only=4).problems()
    assert len(few) == 4
    assert few[0] == "reads, monolith: too few visits that nothing disturbed (1)"


def test_a_rung_that_was_not_served_well_is_in_no_curve_and_that_is_said() -> None:
    whole = outcome()
    first, *others = whole.climbs
    points = (replace(first.points[0], good=98.0), *first.points[1:])
    found = replace(whole, climbs=(replace(first, points=points), *others))
    assert 1 not in found.climbs[0].curve("out")
    assert found.remarks() == (
        "visit 1 (reads, monolith), out-1 is in no law, step or ratio: 98.0% of the operations were"
        " good",
    )


def text_of(whole: Outcome) -> str:
    return "\n".join(lines_of(whole))


def test_the_text_fits_a_terminal_and_tells_each_rung_the_law_and_the_limit() -> None:
    text = text_of(outcome())
    assert max(map(len, text.splitlines())) <= WIDTH
    said = " ".join(text.split())
    assert said.count("out-8") == said.count("up-8") == 4
    assert said.count("sigma 0.") == 2 * said.count("kappa 0.") == 8
    assert said.count("queues alone would give sigma 0.") == 4
    assert "above 0, most is served by" in said
    assert said.count("up / out at 0.4 cores: 1.") == 4
    assert said.count("the arm in 500 MiB and 500 MiB") == 8
    assert "0 of 7 steps out took throughput away" in said
    assert "WRONG" not in text
    assert "WRONG: visit 1" in text_of(with_first(outcome(), violations=("torn",)))
    assert "visit 1 (reads, monolith) is left out" in text_of(
        with_first(outcome(), disturbed=("steal: 20%",))
    )


def test_the_page_draws_each_ladder_with_a_dot_a_visit_a_law_and_a_forecast() -> None:
    for part in ladder_parts(outcome()):
        elements = list(ET.fromstring(part.plot).iter())
        kinds = [each.get("class") for each in elements]
        assert kinds.count("baseline") == kinds.count("other") == depth.visits * depth.most
        for arm in ("baseline-line", "other-line"):
            assert kinds.count(f"line {arm}") == kinds.count(f"line {arm} foretold") == 1


def test_the_page_stands_alone_and_tells_what_is_wrong(tmp_path: Path) -> None:
    hostile = with_first(outcome(), violations=("<script>alert(1)</script>",))
    page = write_page(hostile, tmp_path).read_text("utf-8")
    assert "Not as it should be" in page
    assert "<script>" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert page.count("<svg") == len(depth.ladders)


def test_a_page_of_the_first_visit_alone_can_be_drawn(tmp_path: Path) -> None:
    page = write_page(outcome(only=1), tmp_path).read_text("utf-8")
    assert page.count("<svg") == 1
    assert "monolith, 1 visit<" in page


def test_make_prints_keeps_and_writes_a_page(
    commanded: FakeLab, tmp_path: Path, capsys: Capture
) -> None:
    assert run(made_by_make.app, ["--seed", "3", "--keep", str(tmp_path / "kept")]) == 0
    told = capsys.readouterr()
    assert told.out.startswith((tmp_path / "kept" / "table.txt").read_text())
    assert "24 visits, about 1 h" in told.err
    (page,) = (tmp_path / "runs").glob("depth/2*/report.html")
    assert f"Report: {page}" in told.out


def test_a_first_look_takes_fewer_visits_and_gives_no_interval_of_up_against_out(
    commanded: FakeLab, capsys: Capture
) -> None:
    assert run(made_by_make.app, ["--seed", "3", "--blocks", "2", "--json"]) == 0
    told = capsys.readouterr()
    assert "8 visits, about" in told.err
    findings = json.loads(told.out)["findings"]
    assert [each["visits"] for each in findings] == [2] * 4
    assert all(one["interval"] is None for each in findings for one in each["up_out"])


def test_cleave_run_knows_the_study(commanded: FakeLab, capsys: Capture) -> None:
    assert run(cleave.app, ["run", "scaling_depth", "--seed", "3", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["kind"], document["seed"]) == ("cleave scaling depth", 3)
    assert document["findings"][0]["law"]["kappa"]["interval"].keys() == {"low", "high"}
    assert document["problems"] == []


def test_where_there_is_no_quota_it_is_said_before_anything_is_started(
    commanded: FakeLab, tmp_path: Path, capsys: Capture
) -> None:
    commanded.unable = {Ability.CPU_QUOTA: "this system lets us set no CPU quota"}
    assert run(cleave.app, ["run", "scaling-depth"]) == INVALID
    assert "scaling-depth is not run: this system lets us set no" in capsys.readouterr().err
    assert commanded.stacks == []
    assert not (tmp_path / "runs").exists()


def test_ctrl_c_leaves_nothing_running(commanded: FakeLab) -> None:
    commanded.interrupts = {2: KeyboardInterrupt()}
    assert run(made_by_make.app, ["--seed", "3"]) == STOPPED
    assert commanded.running == []
