"""The command line's edges: one clear line, the right exit code, nothing left running."""

import errno
import json
from pathlib import Path

import pytest
import typer

from experiments.catalogue import QUESTIONS
from experiments.catalogue.isolation_variants import PREFIX
from experiments.cli import edge
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.cli.studies import STUDIES
from experiments.faults.catalogue import FAULTS
from experiments.stacks.protocol import StackError

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("nosuch", "No such command 'nosuch'; see cleave --help"),
        ("upp", "No such command 'upp'. Did you mean 'up'? See cleave --help"),
        ("compare --bloks 2", "No such option: --bloks"),
        ("compare --blocks", "requires an argument"),
        ("compare --blocks two", "cleave: --blocks takes a whole number, not 'two'; see"),
        ("compare --blocks 2.5", "cleave: --blocks takes a whole number, not '2.5'; see"),
        ("run scaling --rate fast", "cleave: --rate takes a number, not 'fast'; see"),
        ("compare --rate 0", "cleave: --rate must be above 0 and at most 300 operations/s, not 0;"),
        ("compare --rate nan", "cleave: --rate must be above 0 and at most 300 operations/s"),
        ("compare --blocks 0", "blocks must lie between 1 and 64"),
        ("compare --arms monolith", "--arms takes two arms with a comma between them"),
        ("compare --rate 5", "needs 100 operations at least"),
        ("run scaling --without inbox", "--without: there is no protection 'inbox': choose from"),
        ("compare --resilience strong", "--resilience takes hardened or naive, not 'strong'"),
        (
            "run scaling --arms services,services --without replicas",
            "services has no replicas that it could be without",
        ),
        ("up services --without replicas", "services has no replicas that it could be without"),
        ("up services --transport nats", "unknown transport 'nats': choose from kafka, rabbitmq"),
        ("run scaling --transport nats", "unknown transport 'nats': choose from kafka, rabbitmq"),
        ("compare --encoding xml", "unknown encoding 'xml': choose from json, compact"),
        ("up monolith --transport rest", "monolith sends no messages: it has no other transport"),
        (
            "run scaling --arms monolith,monolith --encoding compact",
            "monolith sends no messages: it has no other transport",
        ),
        (
            "run distributed-complexity --transport rest",
            "takes --seed and --json only",
        ),
        ("up", "Missing argument"),
        ("up mono", "unknown arm 'mono': choose from monolith, services"),
        ("diff nosuch", "choose from checkout, page"),
        ("down services", "unexpected extra argument"),
    ],
)
def test_wrong_usage_is_one_line_on_stderr_and_exit_2(
    arguments: str, said: str, capsys: Capture
) -> None:
    assert run(app, arguments.split()) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert said in seen.err
    assert seen.err.count("\n") == 1
    meant = arguments.partition(" ")[0]
    command = "cleave" if meant in {"nosuch", "upp"} else f"cleave {meant}"
    assert seen.err.endswith(f"ee {command} --help\n")


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ("lab strt", "cleave lab"),
        ("lab start nope", "cleave lab start"),
        ("lab predict rollback --answer foo=1", "cleave lab predict"),
        ("lab run rollback compare --blocks", "cleave lab run"),
        ("dead-letters lst", "cleave dead-letters"),
        ("dead-letters list mono", "cleave dead-letters list"),
    ],
)
def test_wrong_usage_within_a_group_names_the_help_within_it(
    arguments: str, command: str, capsys: Capture
) -> None:
    assert run(app, arguments.split()) == 2
    assert capsys.readouterr().err.endswith(f"ee {command} --help\n")


def test_an_unknown_experiment_is_told_where_the_names_are(capsys: Capture) -> None:
    assert run(app, ["run", "scalling"]) == 2
    said = "no experiment is named 'scalling'; did you mean 'scaling'? `cleave list` names all"
    assert capsys.readouterr().err == f"cleave: {said}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_names_every_command(arguments: list[str], capsys: Capture) -> None:
    assert run(app, arguments) == 0
    text = capsys.readouterr().out
    for command in ("compare", "up", "down", "order", "diff", "doctor", "list"):
        assert f"  {command} " in text


def test_lab_alone_shows_its_help_as_cleave_alone_does(capsys: Capture) -> None:
    assert run(app, ["lab"]) == 0
    alone = capsys.readouterr()
    assert run(app, ["lab", "--help"]) == 0
    assert capsys.readouterr().out == alone.out
    assert "\n  predict " in alone.out
    assert alone.err == ""


def _app_that_raises(error: BaseException) -> typer.Typer:
    broken = typer.Typer(pretty_exceptions_enable=False)

    @broken.command()
    def fail() -> None:
        raise error

    @broken.command()
    def succeed() -> None: ...

    return broken


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (StackError("port 20100 is in use by nginx"), 1, "port 20100 is in use by nginx"),
        (OSError(errno.ENOSPC, "No space left", "/x"), 1, "the disk is full: /x; free some"),
        (OSError(errno.ENOSPC, "No space left"), 1, "the disk is full: /the/fullest; free some"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), 1, "Permission denied: /x"),
        (KeyboardInterrupt(), 130, "stopped; nothing that it started is left running"),
    ],
)
def test_an_error_is_one_line_and_its_exit_code(
    error: BaseException,
    code: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.setattr(edge, "fullest", lambda _folders: Path("/the/fullest"))
    assert run(_app_that_raises(error), ["fail"]) == code
    seen = capsys.readouterr()
    assert seen.err.startswith(f"cleave: {line}")
    assert seen.err.count("\n") == 1


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        run(_app_that_raises(ZeroDivisionError()), ["fail"])


def test_list_names_what_other_commands_understand(capsys: Capture) -> None:
    assert run(app, ["list", "--json"]) == 0
    nouns = json.loads(capsys.readouterr().out)
    assert [arm["arm"] for arm in nouns["arms"]] == ["monolith", "services"]
    assert {"operation": "readStock", "route": "GET /products/{product}/stock"}.items() <= nouns[
        "operations"
    ][3].items()
    named = [one["experiment"] for one in nouns["experiments"]]
    shown = [name for name in QUESTIONS if not name.startswith(PREFIX)]
    assert named == [*shown, *STUDIES]
    faults = next(rows for heading, rows in nouns.items() if heading.startswith("faults"))
    assert [one["fault"] for one in faults] == list(FAULTS)
    assert {"fault": "broker-down", "of": "any", "on": "services"} in faults
    assert run(app, ["list"]) == 0
    text = capsys.readouterr().out
    assert "nothing acknowledged is lost" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_doctor_exits_1_when_something_keeps_the_lab_from_running(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    from experiments.cli import doctor
    from experiments.setup.finding import Finding, State

    ill = [Finding("ports", State.FAIL, "20050 busy", "./cleave down")]
    monkeypatch.setattr(doctor, "examine", lambda: ill)
    assert run(app, ["doctor"]) == 1
    assert "-> ./cleave down" in capsys.readouterr().out
    assert run(app, ["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["state"] == "fail"
