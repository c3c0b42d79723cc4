"""`cleave trace`, `cleave logs` and `cleave top`, as they are called."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from rich.console import Console

from experiments.cli import logs, top, trace
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.stacks.local.places import Places
from experiments.telemetry.log_view import COLUMNS
from experiments.telemetry.look import Look
from experiments.telemetry.tests.recorded import LOOK, ON_MONOLITH, ORDER, RECORDED, TRACE
from experiments.topology import TOPOLOGIES, Topology

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where arms that are up lie; none is, and there is no run."""
    for command in (trace, logs, top):
        module: ModuleType = command
        monkeypatch.setattr(module, "open_places", lambda: Places(tmp_path, tmp_path))
    for command in (trace, logs):
        monkeypatch.setattr(command, "RUNS", tmp_path / "runs")
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.fixture
def both_up(state: Path) -> Path:
    for arm in TOPOLOGIES:
        shutil.copytree(RECORDED / arm, state / arm / "logs")
    return state


def called(arguments: str, capsys: Capture) -> tuple[int, str, str]:
    code = run(app, arguments.split())
    seen = capsys.readouterr()
    return code, seen.out, seen.err


def test_an_order_is_traced_on_the_arm_that_has_it(both_up: Path, capsys: Capture) -> None:
    for order, arm in ((ORDER, "services"), (ON_MONOLITH, "monolith")):
        code, out, err = called(f"trace {order}", capsys)
        assert (code, err) == (0, "")
        assert out.startswith(f"order {order}: {arm}, running\n")


def test_the_newest_order_is_traced_on_both_arms(both_up: Path, capsys: Capture) -> None:
    code, out, _ = called("trace", capsys)
    assert code == 0
    assert out.index(f"order {ON_MONOLITH}") < out.index(f"order {ORDER}")
    _, out, _ = called("trace latest --arm services", capsys)
    assert ON_MONOLITH not in out


def test_a_trace_is_one_document_and_one_page(both_up: Path, capsys: Capture) -> None:
    page = both_up / "trace.html"
    code, out, err = called(f"trace {ORDER} --json --html {page}", capsys)
    document = json.loads(out)
    assert (code, err, document["kind"]) == (0, "", "cleave trace")
    assert [each["trace_id"] for each in document["traces"]] == [TRACE]
    assert page.read_text().startswith("<!doctype html>")


def test_what_cannot_be_read_is_one_line_beside_the_rest(both_up: Path, capsys: Capture) -> None:
    with (both_up / "services" / "logs" / "spans-orders-1.jsonl").open("a") as file:
        file.write('{"resourceSpans":[{"resou')
    code, out, err = called(f"trace {ORDER}", capsys)
    assert code == 0
    assert "24 spans in 4 features" in out
    said = "1 line could not be read and left out; the first: logs/spans-orders-1.jsonl, line 3:"
    assert err == f"{said} it breaks off\n"


def test_an_unknown_order_is_one_line(both_up: Path, capsys: Capture) -> None:
    code, out, err = called("trace no-such", capsys)
    assert (code, out) == (1, "")
    assert err == (
        "cleave: no span tells of 'no-such': monolith, running and services, running;"
        " `cleave up` records every order, a comparison records none\n"
    )


def test_an_arm_without_spans_says_so(state: Path, capsys: Capture) -> None:
    (state / "services" / "logs").mkdir(parents=True)
    code, _, err = called(f"trace {ORDER}", capsys)
    assert code == 1
    assert err.startswith("cleave: no traces are kept: services, running;")


@pytest.mark.parametrize("command", ["trace latest", "logs", "top --once", "top --json"])
def test_where_nothing_is_up_or_kept_each_says_what_to_do(
    command: str, state: Path, capsys: Capture
) -> None:
    code, out, err = called(command, capsys)
    assert (code, out) == (1, "")
    assert err.startswith("cleave: no arm is up")
    assert err.endswith("`cleave up` starts an arm that records everything\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("trace x --arm moon", "unknown arm 'moon': choose from monolith, services"),
        ("logs --level loud", "no level is named 'loud': choose from debug, info, warning"),
        ("logs --feature moon", "no feature is named 'moon': choose from catalog"),
        ("logs --since yesterday", "--since takes a time"),
        ("logs --limit 0", "--limit must lie between 1 and 100000, not 0"),
        ("logs --sql x --level info", "--sql asks for itself"),
        ("top --every 0", "--every must lie between 0.5 and 60 seconds, not 0"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_read(
    arguments: str, said: str, state: Path, capsys: Capture
) -> None:
    code, out, err = called(arguments, capsys)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_logs_are_shown_by_time(both_up: Path, capsys: Capture) -> None:
    code, out, err = called(f"logs --order {ORDER[:8]} --arm services", capsys)
    assert (code, err) == (0, "")
    assert [line[:12] for line in out.splitlines()] == [
        "2026-11-27, ", "14:03:21.417", "14:03:21.448",
    ]  # fmt: skip


def test_logs_that_are_left_out_or_not_there_are_said(both_up: Path, capsys: Capture) -> None:
    assert called("logs --limit 1", capsys)[2] == "there are more older lines: --limit shows them\n"
    code, out, err = called("logs --trace nosuch", capsys)
    assert (code, out, err) == (0, "", "no line fits\n")


def test_logs_are_one_document(both_up: Path, capsys: Capture) -> None:
    code, out, _ = called(f"logs --trace {LOOK} --json", capsys)
    document = json.loads(out)
    assert (code, document["kind"], document["more"]) == (0, "cleave logs", False)
    assert document["columns"] == list(COLUMNS)
    assert [row["message"] for row in document["rows"]] == ["unhandled ValueError"]


def test_logs_answer_any_query_and_help_names_the_columns(both_up: Path, capsys: Capture) -> None:
    assert run(app, ["logs", "--sql", "SELECT max(level) AS worst FROM logs"]) == 0
    assert capsys.readouterr().out.split() == ["worst", "warning"]
    code, out, err = called("logs --sql nonsense", capsys)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert run(app, ["logs", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in COLUMNS)


def test_top_shows_one_look_where_there_is_no_terminal(
    state: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(top, "look_at", _moments())
    monkeypatch.setattr("time.sleep", waited.append)
    code, out, _ = called("top", capsys)
    assert code == 0
    assert out.startswith("monolith  not up\nservices\n")
    assert waited == [top.BETWEEN_S]
    code, out, _ = called("top --json", capsys)
    document = json.loads(out)
    assert [(each["arm"], each["up"]) for each in document["arms"]] == [
        ("monolith", False),
        ("services", True),
    ]


def _moments() -> Callable[[Topology, Path], Look | None]:
    """Looks at the services, a second apart."""
    seconds = iter(range(100))

    def look(topology: Topology, _folder: Path) -> Look | None:
        return Look(topology, float(next(seconds)), {}, {}, {}) if topology.broker else None

    return look


def test_ctrl_c_leaves_the_terminal_as_it_was(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(top, "look_at", _moments())
    monkeypatch.setenv("TERM", "xterm")
    stream, waited = io.StringIO(), list[float]()

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            raise KeyboardInterrupt

    console = Console(file=stream, width=80, height=24, force_terminal=True)
    top.watch(console, Places(state, state), 2.0, pause)
    sent = stream.getvalue()
    assert waited == [top.BETWEEN_S, 2.0, 2.0]
    assert sent.startswith("\x1b[?1049h")
    assert "services" in sent
    assert sent.index("\x1b[?1049l") > sent.rindex("services")
    assert sent.rindex("\x1b[?25h") > sent.rindex("\x1b[?25l")
