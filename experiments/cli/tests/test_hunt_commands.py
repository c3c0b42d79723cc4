"""`cleave hunt` over an arm that does not run: what it tells, counts, refuses, leaves behind."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from experiments.artefacts.release import Release
from experiments.cli import hunting, logs, top
from experiments.cli.app import app
from experiments.cli.edge import STOPPED, run
from experiments.hunt.bugs import BUGS
from experiments.hunt.game import GAME, Note, current, drawn, note, notes
from experiments.hunt.score import Score, score
from experiments.hunt.symptom import Kind, Symptom
from experiments.hunt.tests.made import symptom
from experiments.report.screen import WIDTH
from experiments.stacks.local.places import Places
from experiments.topology import FEATURES, Topology

Capture = pytest.CaptureFixture[str]
SEED = 7
GUILTY = drawn(SEED).feature
INNOCENT = next(name for name in FEATURES if name != GUILTY)


class Shop:
    """What the customer notices, and what is raised meanwhile."""

    def __init__(self) -> None:
        self.seen: Symptom | None = symptom(Kind.WRONG)
        self.interrupt: BaseException | None = None
        self.started: list[Release] = []

    def __call__(self, _url: str) -> Symptom | None:
        if self.interrupt:
            raise self.interrupt
        return self.seen


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path, tmp_path / "cache")


@pytest.fixture(autouse=True)
def shop(places: Places, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Arms are folders here: there while they are up."""
    made = Shop()

    @contextlib.contextmanager
    def left_up(
        topology: Topology, _budget: object, _say: object, release: Release
    ) -> Iterator[object]:
        made.started.append(release)
        (places.arm(topology.name) / "logs").mkdir(parents=True)
        try:
            yield SimpleNamespace(gateway_url="http://127.0.0.1:20100")
        except BaseException:
            clear(places)
            raise

    def clear(_places: Places) -> list[str]:
        found = [arm for arm in ("monolith", "services") if places.arm(arm).exists()]
        for arm in found:
            shutil.rmtree(places.arm(arm))
        return found

    monkeypatch.setattr(hunting, "left_up", left_up)
    monkeypatch.setattr(hunting, "go_shopping", made)
    monkeypatch.setattr(hunting, "clear_everything", clear)
    monkeypatch.setattr(hunting, "whole_lab", contextlib.nullcontext)
    for module in (hunting, logs, top):
        monkeypatch.setattr(module, "open_places", lambda: places)
    monkeypatch.delenv("COLUMNS", raising=False)
    return made


def called(arguments: str, capsys: Capture) -> tuple[int, str, str]:
    code = run(app, arguments.split())
    seen = capsys.readouterr()
    return code, seen.out, seen.err


def begun(capsys: Capture) -> None:
    assert called(f"hunt --arm services --seed {SEED}", capsys)[0] == 0


def test_a_hunt_tells_the_symptom_and_not_the_bug(
    places: Places, shop: Shop, capsys: Capture
) -> None:
    code, out, _ = called(f"hunt --arm services --seed {SEED}", capsys)
    assert code == 0
    assert out.startswith(f"A bug is in services, seed {SEED}. A customer noticed:\n")
    assert "Something is amiss." in out
    assert max(map(len, out.splitlines())) <= WIDTH
    written = (places.arm("services") / GAME).read_text()
    for text in (out, written):
        assert not any(bug.name in text or bug.meaning in text for bug in BUGS)
    assert shop.started == [drawn(SEED).release]
    assert called("hunt show", capsys)[1] == out


def test_seeds_draw_every_bug_and_both_arms(capsys: Capture) -> None:
    assert {drawn(seed).name for seed in range(100)} == {bug.name for bug in BUGS}
    arms = set()
    for seed in range(20):
        code, out, _ = called(f"hunt --seed {seed} --json", capsys)
        assert code == 0
        arms.add(json.loads(out)["arm"])
        assert called("hunt give-up", capsys)[0] == 0
    assert arms == {"monolith", "services"}


def test_one_hunt_at_a_time_and_nothing_else_up(places: Places, capsys: Capture) -> None:
    begun(capsys)
    code, _, err = called("hunt", capsys)
    assert (code, err.count("\n")) == (1, 1)
    assert "a hunt is on" in err
    (places.arm("services") / GAME).unlink()
    code, _, err = called("hunt", capsys)
    assert code == 1
    assert "services is up, and would be seen, too: call `cleave down` first" in err


def test_a_wrong_answer_costs_and_the_right_one_ends_it(places: Places, capsys: Capture) -> None:
    begun(capsys)
    code, out, _ = called(f"hunt answer {INNOCENT}", capsys)
    assert code == 1
    assert out.startswith(f"No, {INNOCENT} is as it should be: 15 points less.")
    assert current(places) is not None
    code, out, _ = called(f"hunt answer {GUILTY} --json", capsys)
    document = json.loads(out)
    assert code == 0
    assert (document["right"], document["wrong"], document["points"]) == (True, 1, 85)
    assert current(places) is None
    assert not places.arm("services").exists()


def test_the_right_answer_says_what_it_was(capsys: Capture) -> None:
    begun(capsys)
    out = called(f"hunt answer {GUILTY}", capsys)[1]
    assert out.startswith(f"Yes, {GUILTY}: {drawn(SEED).name}.\n{drawn(SEED).meaning}\n100 of 100")


def test_who_gives_up_is_told_and_nothing_stays(places: Places, capsys: Capture) -> None:
    begun(capsys)
    out = called("hunt give-up", capsys)[1]
    assert out == f"It was {GUILTY}: {drawn(SEED).name}.\n{drawn(SEED).meaning}\n"
    assert not places.arm("services").exists()


def test_looks_are_counted_while_a_hunt_is_on(places: Places, capsys: Capture) -> None:
    note(places, "logs", 3)
    begun(capsys)
    game = current(places)
    assert game is not None
    assert notes(places, game) == []
    log = places.arm("services") / "logs" / "orders-1.log"
    log.write_text('{"message":"one"}\n{"message":"two"}\n')
    assert called("logs --arm services", capsys)[0] == 0
    assert called("top --once", capsys)[0] == 1
    assert notes(places, game) == [Note("logs", 2), Note("top")]


def test_points_go_down_by_time_looks_and_wrong_answers() -> None:
    noted = [Note("logs", 40), Note("trace", 20), Note("answer")]
    reached = score(95.0, noted)
    assert reached == Score(95.0, looks=2, lines=60, wrong=1)
    assert reached.points == 100 - 3 - 4 - 15
    assert replace(reached, seconds=9000.0).points == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("hunt show", 1, "no hunt is on: `cleave hunt` starts one"),
        ("hunt answer payments", 1, "no hunt is on: `cleave hunt` starts one"),
        ("hunt give-up", 1, "no hunt is on: `cleave hunt` starts one"),
        ("hunt answer moon", 2, "no feature is named 'moon': choose from catalog"),
        ("hunt --arm moon", 2, "unknown arm 'moon': choose from monolith, services"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: str, code: int, said: str, capsys: Capture
) -> None:
    seen = called(arguments, capsys)
    assert (seen[0], seen[1], seen[2].count("\n")) == (code, "", 1)
    assert said in seen[2]


def test_ctrl_c_while_it_starts_leaves_nothing(places: Places, shop: Shop, capsys: Capture) -> None:
    shop.interrupt = KeyboardInterrupt()
    assert called("hunt --arm services", capsys)[0] == STOPPED
    assert current(places) is None
    assert not places.arm("services").exists()


def test_where_nothing_is_noticed_there_is_no_hunt(
    places: Places, shop: Shop, capsys: Capture
) -> None:
    shop.seen = None
    code, _, err = called(f"hunt --arm services --seed {SEED}", capsys)
    assert code == 1
    assert f"the customer noticed nothing with seed {SEED}" in err
    assert not places.arm("services").exists()
