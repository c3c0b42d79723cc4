"""Whoever measures has the whole lab: a second terminal is told so, and starts nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import typer

from experiments.bench import __main__ as bench
from experiments.cli import compare, order, real_lab, up
from experiments.cli import down as down_command
from experiments.cli import lesson as lesson_command
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.prove import __main__ as prove
from experiments.soak import __main__ as soak
from experiments.soak import real as real_soak
from experiments.stacks.local.places import REPOSITORY, Places
from experiments.stacks.local.whole_lab import whole_lab
from experiments.stacks.protocol import StackError
from experiments.testing.toy_arm import private_places

PREDICTION = {"m7": "a", "m7.number": "60", "s7": "a", "s7.number": "0.5", "why": "one process"}
KILLED = """
import subprocess, sys
from pathlib import Path
from experiments.stacks.local.places import Places
from experiments.stacks.local.whole_lab import whole_lab
with whole_lab(Places(Path(sys.argv[1]), Path(sys.argv[1]))):
    print(subprocess.Popen(["sleep", "60"]).pid, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Places]:
    """Where no process of this machine's own lab is met, and where none could be started."""
    with private_places() as found:
        for module in (real_lab, order, up, bench, real_soak, down_command):
            monkeypatch.setattr(module, "open_places", lambda: found)
        for module in (real_lab, order, up, bench, real_soak):
            monkeypatch.setattr(module, "OutsideProcess", None)
        monkeypatch.setattr(up, "find_running", lambda _topology: None)
        monkeypatch.setattr(lesson_command, "LAB", tmp_path / "lab")
        for module in (compare, lesson_command, soak):
            monkeypatch.setattr(module, "RUNS", tmp_path / "runs")
        yield found


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (app, "compare --blocks 1"),
        (app, "run scaling --blocks 1"),
        (app, "lab run isolation"),
        (app, "up services"),
        (app, "order"),
        (prove.app, "--blocks 6"),
        (bench.app, "--turns 1"),
        (soak.app, "--cut"),
    ],
)
def test_a_second_command_is_refused_in_one_line(
    command: typer.Typer,
    words: str,
    places: Places,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(PREDICTION))
    assert run(app, ["lab", "predict", "isolation", "--answers", str(answers)]) == 0
    capsys.readouterr()
    with whole_lab(places):
        assert run(command, words.split()) == 1
    assert capsys.readouterr().err == (
        "cleave: another command is at work with the lab: let it end; `cleave down` would stop it\n"
    )
    assert not (tmp_path / "runs").exists()


def test_down_waits_for_nobody(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    with whole_lab(places):
        assert run(app, ["down"]) == 0
    assert capsys.readouterr().out == "nothing was running\n"


def test_the_lab_of_a_killed_command_is_free_though_its_children_live(places: Places) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(places.state)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            with pytest.raises(StackError), whole_lab(places):
                pass
            process.kill()
            process.wait(10)
            with whole_lab(places):
                assert psutil.pid_exists(child)
        finally:
            psutil.Process(child).kill()
