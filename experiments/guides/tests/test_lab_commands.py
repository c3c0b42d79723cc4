"""The commands of `cleave lab`: exit codes, JSON, and a run that is that of `cleave run`."""

import contextlib
import json
import shlex
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.cli import compare as compare_command
from experiments.cli import lesson as lesson_command
from experiments.cli.edge import run
from experiments.cli.lab import lab
from experiments.guides.lesson import Stage
from experiments.guides.tests.answers import right_answers
from experiments.guides.tests.made_runs import made_run
from experiments.testing.fake_lab import FakeLab
from experiments.trials.lab import Lab, Say

Capture = pytest.CaptureFixture[str]
PREDICTION = ["m7=supported", "m7.number=60", "s7=a", "s7.number=0.5", "why=one process"]
FUTURE = lesson_command.now().replace(year=2099)


@pytest.fixture(autouse=True)
def keep_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lesson_command, "LAB", tmp_path / "lab")
    monkeypatch.setattr(lesson_command, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(compare_command, "RUNS", tmp_path / "runs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeLab:
    found = FakeLab()

    @contextlib.contextmanager
    def open_fake(_say: Say) -> Iterator[Lab]:
        yield found.lab

    monkeypatch.setattr(compare_command, "open_lab", open_fake)
    return found


def call(words: str, *more: str) -> int:
    return run(lab, [*words.split(), *more])


def predict(*more: str) -> int:
    return call("predict isolation", *(f"--answer={each}" for each in PREDICTION), *more)


def said(capsys: Capture) -> Any:
    return json.loads(capsys.readouterr().out)


def test_every_step_has_a_command_and_help(capsys: Capture) -> None:
    assert call("--help") == 0
    text = capsys.readouterr().out
    for step in ("list", "start", "predict", "run", "explain", "check"):
        assert f"  {step} " in text


def test_list_and_start_say_what_there_is(capsys: Capture) -> None:
    assert call("list") == 0
    text = capsys.readouterr().out
    assert "isolation  (not begun)" in text
    assert "  it runs failure-isolation, about " in text
    assert "next: ./cleave lab start rollback" in text
    assert call("list --json") == 0
    assert said(capsys)["guides"][0] == {"guide": "isolation", "stage": "not begun"}
    assert call("start isolation") == 0
    text = capsys.readouterr().out
    assert "monolith/product_page.py:58" in text
    assert text.endswith("Next: ./cleave lab predict isolation\n")
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("start scaling", "unknown guide 'scaling': choose from isolation, rollback"),
        ("predict isolation --answer m7", "--answer takes key=answer, not 'm7'"),
        ("predict isolation --answer m7=perhaps", "m7: answer with one of Supported, Refuted"),
        ("predict isolation", "nobody to ask: give --answer m7=..."),
        ("predict isolation --answers missing.json", "No such file"),
    ],
)
def test_wrong_usage_is_one_line(words: str, line: str, capsys: Capture) -> None:
    code = 1 if "No such file" in line else 2
    assert call(words) == code
    seen = capsys.readouterr()
    assert line in seen.err
    assert seen.err.count("\n") == 1


def test_a_file_of_answers_must_be_an_object(folder: Path, capsys: Capture) -> None:
    (folder / "answers.json").write_text("[1]")
    assert call("predict isolation --answers answers.json") == 2
    assert "answers.json holds no JSON object" in capsys.readouterr().err


@pytest.mark.parametrize("step", ["run", "explain", "check"])
def test_nothing_goes_before_the_prediction(step: str, fake: FakeLab, capsys: Capture) -> None:
    assert call(f"{step} isolation") == 1
    assert capsys.readouterr().err == ("cleave: predict first: ./cleave lab predict isolation\n")
    assert fake.plans == []


@pytest.mark.parametrize("step", ["explain", "check"])
def test_nothing_goes_before_the_run(step: str, capsys: Capture) -> None:
    assert predict() == 0
    assert (
        call(f"{step} isolation --answer died=b" if step == "check" else f"{step} isolation") == 1
    )
    assert "no finished run yet: ./cleave lab run isolation" in capsys.readouterr().err


def test_a_prediction_stands(folder: Path, capsys: Capture) -> None:
    assert predict("--json") == 0
    first = said(capsys)["prediction"]
    assert (first["attempt"], first["claims"]["m7"]["number"]) == (1, 60.0)
    kept = json.loads((folder / "lab/isolation/attempt-1/prediction.json").read_text())
    assert kept == first
    assert predict() == 1
    assert "a prediction stands; --anew begins another attempt" in capsys.readouterr().err
    assert predict("--anew", "--json") == 0
    assert said(capsys)["prediction"]["attempt"] == 2


def test_without_a_terminal_only_what_a_call_gives_is_recorded(
    folder: Path, capsys: Capture
) -> None:
    first, *others = (f"--answer={each}" for each in PREDICTION)
    assert call("predict isolation", first) == 2
    assert "nobody to ask: give --answer m7.number=..." in capsys.readouterr().err
    assert call("predict isolation", *others) == 2
    assert "nobody to ask: give --answer m7=... (m7);" in capsys.readouterr().err
    assert not (folder / "lab/isolation/attempt-1").exists()
    assert call("predict isolation", first, *others) == 0


def test_run_is_cleave_run_and_keeps_what_it_made(
    fake: FakeLab, folder: Path, capsys: Capture
) -> None:
    assert predict() == 0
    capsys.readouterr()
    assert call("run isolation --blocks 1 --seed 3 --json") == 1
    seen = capsys.readouterr()
    document = json.loads(seen.out)
    assert "Plan: one block" in seen.err
    assert len(fake.plans) == 2
    assert document["run"]["folder"].startswith("../../../runs/")
    assert document["run"]["unusable"] == "nothing was measured for claim m7"


def test_ctrl_c_keeps_the_run_and_the_next_run_takes_it_up(
    fake: FakeLab, folder: Path, capsys: Capture
) -> None:
    assert predict() == 0
    fake.interrupts = {3: KeyboardInterrupt()}
    assert call("run isolation --blocks 2 --seed 3") == 130
    said = capsys.readouterr().err
    assert said.endswith("running; go on with: cleave lab run isolation\n")
    (made,) = (folder / "runs").glob("2*")
    record = json.loads((folder / "lab/isolation/attempt-1/runs.json").read_text())
    assert ["not finished" in one["unusable"] for one in record["runs"]] == [True]
    fake.interrupts = {}
    call("run isolation")
    assert [path.name for path in (folder / "runs").glob("2*")] == [made.name]
    assert json.loads((made / "summary.json").read_text())["complete"]
    record = json.loads((folder / "lab/isolation/attempt-1/runs.json").read_text())
    assert ["not finished" in one["unusable"] for one in record["runs"]] == [False]


def test_ctrl_c_names_the_folder_that_the_next_run_needs(fake: FakeLab, capsys: Capture) -> None:
    assert predict("--folder", "alice's/lab") == 0
    fake.interrupts = {3: KeyboardInterrupt()}
    assert call("run isolation --blocks 2", "--folder", "alice's/lab") == 130
    last = capsys.readouterr().err.splitlines()[-1]
    command = shlex.split(last.partition("go on with: ")[2])
    assert command == ["cleave", "lab", "run", "isolation", "--folder", "alice's/lab"]


def test_a_guide_is_walked_to_its_end(folder: Path, capsys: Capture) -> None:
    assert predict() == 0
    made = made_run(folder / "runs", at=FUTURE)
    assert call("run isolation", "--take", str(made)) == 0
    assert "Next: ./cleave lab explain isolation" in capsys.readouterr().out
    assert call("explain isolation") == 0
    text = capsys.readouterr().out
    assert "you predicted  Supported; 60 points" in text
    assert "your run says  Supported; 62" in text
    assert max(map(len, text.splitlines())) <= 80
    lesson = lesson_command.open_lesson("isolation", None)
    right = right_answers(lesson, lesson.evidence()[1])
    (folder / "answers.json").write_text(json.dumps({**right, "open": "a"}))
    assert call("check isolation --answers answers.json") == 1
    text = capsys.readouterr().out
    assert "Not yet: reads Inconclusive as no difference." in text
    assert "11 of 12 right" in text
    assert call("check isolation --answer", f"open={right['open']}", "--json") == 0
    document = said(capsys)
    assert (document["right"], document["of"], document["exit_code"]) == (12, 12, 0)
    assert (document["attempt"], document["tries"]) == (1, 2)
    assert document["run"]["folder"].endswith(made.name)
    assert lesson.stage is Stage.DONE
    assert call("check isolation") == 0


def test_a_run_from_before_the_prediction_is_refused(folder: Path, capsys: Capture) -> None:
    assert predict() == 0
    early = made_run(folder / "runs", at=FUTURE.replace(year=2001))
    assert call("run isolation", "--take", str(early)) == 1
    assert "cannot be used: the run was made before the prediction." in capsys.readouterr().out


def test_a_run_that_is_not_there_is_told_as_by_other_commands(
    folder: Path, capsys: Capture
) -> None:
    assert predict() == 0
    newest = made_run(folder / "runs", at=FUTURE)
    for name in ("nope", "runs/nope"):
        assert call("run isolation", "--take", name) == 1
        said = f"cleave: there is no run '{name}' in {folder}/runs: the newest is {newest.name}\n"
        assert capsys.readouterr().err == said
    assert call("run isolation", "--take", newest.name) == 0


def test_a_graders_folder_is_read_in_its_place(folder: Path, capsys: Capture) -> None:
    assert predict("--folder", "alice/lab") == 0
    capsys.readouterr()
    assert call("list --folder alice/lab") == 0
    assert "isolation  (predicted)" in capsys.readouterr().out
    assert call("list") == 0
    assert "isolation  (not begun)" in capsys.readouterr().out
