"""A soak on arms that do not exist: its order, its fresh starts, what it leaves, how it ends."""

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.cli.edge import STOPPED, run
from experiments.errors import LabError
from experiments.report.screen import plain
from experiments.soak import __main__ as command
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground, NotSeen
from experiments.soak.run import Plan, Soak
from experiments.soak.scenario import Scenario
from experiments.soak.table import about, soak_table
from experiments.soak.tests.made import (
    RIGHT,
    FakeDoors,
    broken,
    kept,
    names_in,
    scenario,
)
from experiments.testing.listener import Listener
from experiments.topology import MONOLITH, SERVICES

Capture = pytest.CaptureFixture[str]
BOTH = (MONOLITH, SERVICES)


def interrupted(_ground: Ground, _size: int) -> Iterable[Finding]:
    raise KeyboardInterrupt


def not_seen(_ground: Ground, _size: int) -> Iterable[Finding]:
    yield Finding("something first", "it", True)
    raise NotSeen("nobody came")


def soaking(
    fake: FakeDoors, folder: Path, *scenarios: Scenario[int], listener: Listener | None = None
) -> Soak:
    plan = Plan(7, True, BOTH, scenarios)
    return Soak(plan, fake.doors, listener or Listener(), folder)


def test_an_arm_lives_on_from_scenario_to_scenario(tmp_path: Path) -> None:
    fake = FakeDoors()
    soak = soaking(fake, tmp_path, scenario("one", kept), scenario("two", kept))
    soak.run()
    done = [(each.arm, each.scenario, each.is_kept) for each in soak.outcomes]
    assert done == [(arm.name, name, True) for arm in BOTH for name in ("one", "two")]
    assert [arm.starts for arm in fake.arms] == [1, 1]
    assert fake.running == []
    assert names_in(tmp_path) == {
        "logs/monolith-one/gateway.log",
        "logs/services-one/gateway.log",
    }


def test_after_a_broken_promise_a_fresh_arm_is_started(tmp_path: Path) -> None:
    fake = FakeDoors()
    soak = soaking(fake, tmp_path, scenario("one", broken), scenario("two", kept))
    soak.run()
    assert [each.is_kept for each in soak.outcomes] == [False, True, False, True]
    assert len(fake.arms) == 4
    assert fake.running == []


def test_a_wrong_shop_breaks_every_scenario_and_is_drawn(tmp_path: Path) -> None:
    fake = FakeDoors(relations=replace(RIGHT, notifications=()))
    soak = soaking(fake, tmp_path, scenario("one", kept))
    soak.run()
    assert not soak.outcomes[0].is_kept
    drawn = (tmp_path / "broken" / "monolith-one.txt").read_text()
    assert "order o-1 is CONFIRMED and was notified 0 times" in drawn


def test_what_cannot_be_carried_out_is_not_done_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    soak = soaking(FakeDoors(), tmp_path, scenario("one", not_seen), scenario("two", kept))
    soak.run()
    first = soak.outcomes[0]
    assert first.findings[0].asked == "something first"
    assert (first.cut_short, first.word, first.is_kept) == ("nobody came", "NOT DONE", False)
    assert "nobody came" in plain(soak_table(soak.outcomes, ""))
    assert soak.outcomes[1].is_kept


def test_an_arm_that_has_none_of_it_is_not_started_for_it(tmp_path: Path) -> None:
    fake = FakeDoors()
    soak = soaking(fake, tmp_path, scenario("one", kept, broker_only="has no broker"))
    soak.run()
    assert [each.missing for each in soak.outcomes] == ["has no broker", ""]
    assert [arm.topology.name for arm in fake.arms] == ["services"]


def test_an_arm_that_does_not_start_ends_the_soak(tmp_path: Path) -> None:
    fake = FakeDoors(refuses="port 20100 is in use")
    with pytest.raises(LabError, match="port 20100 is in use"):
        soaking(fake, tmp_path, scenario("one", kept)).run()
    assert fake.running == []


def test_ctrl_c_leaves_no_arm_and_what_was_found(tmp_path: Path) -> None:
    fake = FakeDoors()
    soak = soaking(fake, tmp_path, scenario("one", kept), scenario("two", interrupted))
    with pytest.raises(KeyboardInterrupt):
        soak.run()
    assert fake.running == []
    assert [each.scenario for each in soak.outcomes] == ["one"]


def test_the_time_left_only_shrinks(tmp_path: Path) -> None:
    listener = Listener()
    soak = soaking(
        FakeDoors(), tmp_path, scenario("one", kept), scenario("two", kept), listener=listener
    )
    whole = soak.left_s
    soak.run()
    assert listener.left_s[0] >= whole
    assert listener.left_s[1:] == sorted(listener.left_s[1:], reverse=True)
    assert soak.left_s == 0


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeDoors:
    fake = FakeDoors()

    @contextlib.contextmanager
    def open_doors(_say: object) -> Iterator[object]:
        yield fake.doors

    monkeypatch.setattr(command, "open_doors", open_doors)
    monkeypatch.setattr(command, "RUNS", tmp_path / "runs")
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(command, "SCENARIOS", (scenario("one", kept), scenario("two", kept)))
    return fake


def kept_folder(tmp_path: Path) -> Path:
    (folder,) = (tmp_path / "runs").glob("soak-*-7")
    return folder


def test_the_command_tells_and_keeps_what_it_found(
    fake: FakeDoors, tmp_path: Path, capsys: Capture
) -> None:
    assert run(command.app, ["--cut", "--seed", "7"]) == 0
    printed = capsys.readouterr().out
    folder = kept_folder(tmp_path)
    told = json.loads((folder / "soak.json").read_text())
    assert (told["seed"], told["cut"], len(told["outcomes"])) == (7, True, 4)
    assert "1 of something" in printed
    table = (folder / "table.txt").read_text()
    assert [line.rstrip() for line in printed.splitlines()] == table.splitlines()


def test_one_arm_and_one_scenario_can_be_chosen(fake: FakeDoors, capsys: Capture) -> None:
    chosen = ["--seed", "7", "--arm", "services", "--only", "tw", "--json"]
    assert run(command.app, chosen) == 0
    told = json.loads(capsys.readouterr().out)
    done = [(each["arm"], each["scenario"]) for each in told["outcomes"]]
    assert done == [("services", "two")]
    assert told["outcomes"][0]["findings"][0]["asked"] == "10 of something"


def test_a_broken_promise_exits_1(
    fake: FakeDoors, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(command, "SCENARIOS", (scenario("one", broken),))
    assert run(command.app, ["--cut", "--seed", "7"]) == 1
    assert "BROKEN" in capsys.readouterr().out


def test_ctrl_c_tells_what_was_found_until_then(
    fake: FakeDoors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    some = (scenario("one", kept), scenario("two", interrupted))
    monkeypatch.setattr(command, "SCENARIOS", some)
    assert run(command.app, ["--cut", "--seed", "7"]) == STOPPED
    seen = capsys.readouterr()
    assert "one" in seen.out
    assert "stopped; nothing is left running" in seen.err
    assert len(json.loads((kept_folder(tmp_path) / "soak.json").read_text())["outcomes"]) == 1
    assert fake.running == []


def test_an_arm_that_has_nothing_of_what_was_chosen_is_wrong_usage(
    fake: FakeDoors, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    some = (scenario("one", kept, broker_only="has no broker"),)
    monkeypatch.setattr(command, "SCENARIOS", some)
    assert run(command.app, ["--arm", "monolith", "--only", "one"]) == 2
    assert "monolith has none of 'one': has no broker" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "moon"], "no scenario is named 'moon': choose from one, two"),
        (["--arm", "moon"], "unknown arm 'moon'"),
        (["--seed", "-1"], "--seed"),
    ],
)
def test_wrong_usage_is_one_line(
    fake: FakeDoors, arguments: list[str], said: str, capsys: Capture
) -> None:
    assert run(command.app, arguments) == 2
    seen = capsys.readouterr().err
    assert said in seen
    assert seen.count("\n") == 1


def test_the_table_has_80_columns_and_says_what_is_missing(tmp_path: Path) -> None:
    fake = FakeDoors()
    some = (scenario("one", broken), scenario("two", kept, broker_only="has no broker " * 9))
    soak = soaking(fake, tmp_path, *some)
    soak.run()
    said = about(7, True, 5.0, soak.outcomes)
    text = plain(soak_table(soak.outcomes, said))
    assert max(map(len, text.splitlines())) <= 80
    assert "it is not there" in text
    assert "has no broker" in text
    assert said == "13 of 15 promises kept; the cut, seed 7, 5 minutes."
