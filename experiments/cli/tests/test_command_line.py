"""The command line's edges: one clear line, the right exit code, nothing left running."""

import contextlib
import errno
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from experiments import protections
from experiments.analysis.claims import load_claims
from experiments.budget import BudgetError
from experiments.catalogue import QUESTIONS, scaling_cpu
from experiments.catalogue.isolation_variants import PREFIX
from experiments.cli import compare as compare_command
from experiments.cli import edge, real_lab, request
from experiments.cli import up as up_command
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.cli.studies import STUDIES
from experiments.compare.reference import Reference
from experiments.faults.catalogue import FAULTS
from experiments.stacks.local.places import Places
from experiments.stacks.local.ports import PortInUse
from experiments.stacks.local.quotas import NO_QUOTA
from experiments.stacks.protocol import Ability, StackError
from experiments.testing.comparison import COST
from experiments.testing.fake_lab import FakeLab, Waited
from experiments.topology import SERVICES
from experiments.trials.lab import Lab, Say

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def keep_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeLab:
    lab = FakeLab()

    @contextlib.contextmanager
    def open_fake(_say: Say) -> Iterator[Lab]:
        yield lab.lab

    monkeypatch.setattr(compare_command, "open_lab", open_fake)
    monkeypatch.setattr(compare_command, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(request, "USUAL", (COST,))
    monkeypatch.delenv("COLUMNS", raising=False)
    return lab


class Outside:
    """The outside world, but no process of it."""

    url = "http://127.0.0.1:20050"

    def __init__(self, *_: Any) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


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


def test_a_valid_comparison_exits_0_with_a_table(fake: FakeLab, capsys: Capture) -> None:
    assert run(app, ["compare", "--blocks", "2", "--seed", "7"]) == 0
    seen = capsys.readouterr()
    assert seen.out.startswith("Plan: 2 blocks")
    assert "Medians of 2 blocks" in seen.out
    assert "block 1 of 2" in seen.err


def test_json_is_one_document_on_stdout(fake: FakeLab, capsys: Capture) -> None:
    assert run(app, ["compare", "--blocks", "1", "--json"]) == 0
    seen = capsys.readouterr()
    document = json.loads(seen.out)
    assert (document["kind"], document["exit_code"]) == ("cleave comparison", 0)
    assert Path(document["folder"], "summary.json").is_file()
    assert "Plan: one block" in seen.err


def test_a_comparison_without_conformance_exits_1(fake: FakeLab, capsys: Capture) -> None:
    fake.failures = ("a product is read: got 500",)
    assert run(app, ["compare", "--blocks", "1"]) == 1
    assert "PROBLEM  monolith: a product is read: got 500" in capsys.readouterr().out


def test_a_violated_invariant_exits_1_even_with_one_block(fake: FakeLab, capsys: Capture) -> None:
    fake.pending = True
    assert run(app, ["compare", "--blocks", "1"]) == 1
    assert "every order is final" in capsys.readouterr().out


def test_what_the_machine_cannot_do_is_left_out_and_said(
    fake: FakeLab, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(request, "EXTRA", (scaling_cpu.experiment,))
    fake.unable = {Ability.CPU_QUOTA: NO_QUOTA}
    assert run(app, ["compare", "--full", "--blocks", "2"]) == 0
    plan, _, table = capsys.readouterr().out.partition("Medians of 2 blocks")
    assert f"  not run   scaling-cpu:\n            {NO_QUOTA}\n" in plan
    assert f"scaling-cpu\n  not run: {NO_QUOTA}\n" in table
    page = (tmp_path / "runs" / "latest" / "report.html").read_text()
    assert f"<p>Not run: {NO_QUOTA}.</p>" in page
    assert 'href="#scaling-cpu"' in page


def test_what_no_machine_could_do_is_refused_before_anything_is_ended(
    fake: FakeLab, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(compare_command, "open_lab", lambda _: pytest.fail("a lab was opened"))
    arms = ["--arms", "monolith,monolith"]
    assert run(app, ["run", "isolation-broker-killed-orders", *arms]) == 2
    assert "monolith has no broker" in capsys.readouterr().err


def test_an_experiment_that_the_machine_cannot_do_exits_2(
    fake: FakeLab, capsys: Capture, tmp_path: Path
) -> None:
    fake.unable = {Ability.CPU_QUOTA: NO_QUOTA}
    assert run(app, ["run", "scaling-cpu"]) == 2
    seen = capsys.readouterr()
    assert seen.err == f"cleave: scaling-cpu is not run: {NO_QUOTA}; see cleave run --help\n"
    assert (seen.out, fake.stacks, (tmp_path / "runs").exists()) == ("", [], False)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("isolation-databse-paused-orders", "did you mean 'database-paused'?"),
        ("isolation-crash-shipping", "there is no feature 'shipping': choose from catalog"),
        ("isolation-broker-killed-orders", "broker killed of orders: monolith has no broker"),
    ],
)
def test_a_fault_that_there_is_not_exits_2(
    fake: FakeLab, capsys: Capture, tmp_path: Path, name: str, said: str
) -> None:
    assert run(app, ["run", name]) == 2
    seen = capsys.readouterr()
    assert said in seen.err
    assert (seen.out, fake.stacks, (tmp_path / "runs").exists()) == ("", [], False)


def test_a_fault_that_one_arm_can_have_is_tried_on_that_arm(fake: FakeLab) -> None:
    named = ["run", "isolation-broker-killed-orders", "--arms", "services,services"]
    assert run(app, [*named, "--blocks", "1"]) == 0
    assert {stack.topology.name for stack in fake.stacks} == {"services"}


def test_a_fault_that_does_not_fire_makes_the_visit_invalid(fake: FakeLab, tmp_path: Path) -> None:
    run(app, ["run", "isolation-crash-payments", "--blocks", "1"])
    visits = sorted((tmp_path / "runs" / "latest" / "visits").glob("*/visit.json"))
    assert len(visits) == 2
    for visit in visits:
        (trial,) = json.loads(visit.read_text())["trials"]
        (fault,) = (one for one in trial["sentinels"] if one["name"] == "fault")
        assert fault["tripped"]
        assert "crash of payments: it never fired" in fault["text"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_midst_of_a_fault_leaves_nothing_of_it(
    fake: FakeLab, number: signal.Signals
) -> None:
    class Struck(Waited):
        def pause(self, seconds: float) -> None:
            super().pause(seconds)
            if fake.outside:
                signal.raise_signal(number)

    fake.waited = Struck()
    assert run(app, ["run", "isolation-outside-black-hole-orders", "--blocks", "1"]) == 130
    assert [told.get("hang") for told in fake.outside] == [True, None]
    assert (fake.loads[0].stopped, fake.running) == (True, [])


def test_a_run_goes_on_only_where_the_machine_can_still_do_it(
    fake: FakeLab, capsys: Capture, tmp_path: Path
) -> None:
    fake.interrupts = {1: KeyboardInterrupt()}
    assert run(app, ["run", "scaling-cpu", "--blocks", "2"]) == 130
    folder = (tmp_path / "runs" / "latest").resolve()
    fake.unable = {Ability.CPU_QUOTA: NO_QUOTA}
    assert run(app, ["compare", "--resume", folder.name]) == 1
    assert (
        f"cleave: scaling-cpu cannot go on: {NO_QUOTA}; start a new run\n"
        in capsys.readouterr().err
    )


def test_a_reference_run_made_under_other_claims_is_left_aside(
    fake: FakeLab, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for digest, aside in ((load_claims().digest, False), ("another", True)):
        reference = Reference({}, {}, {}, digest)
        monkeypatch.setattr(compare_command, "read_reference", lambda found=reference: found)
        assert run(app, ["compare", "--blocks", "1"]) == 0
        assert ("made under other claims" in capsys.readouterr().err) is aside
    assert not fake.running


def test_noise_exits_0_with_one_block_and_is_marked(fake: FakeLab, capsys: Capture) -> None:
    fake.objections = {1: ("the generator ran late",)}
    assert run(app, ["compare", "--blocks", "1"]) == 0
    assert "NOISY" in capsys.readouterr().out


def test_ctrl_c_says_where_the_data_is_and_leaves_nothing(fake: FakeLab, capsys: Capture) -> None:
    fake.interrupts = {1: KeyboardInterrupt()}
    assert run(app, ["compare", "--blocks", "1"]) == 130
    assert fake.running == []
    last = capsys.readouterr().err.splitlines()[-1]
    said, _, command = last.partition("; go on with: ")
    assert said == "cleave: stopped; nothing is left running"
    assert command.startswith("cleave compare --resume 2")
    fake.interrupts = {}
    assert run(app, command.split()[1:]) == 0


@pytest.mark.parametrize(
    ("load", "said"),
    [
        (1, "0 of 2 blocks are done\n            visit 1 is made again"),
        (2, "0 of 2 blocks are done\n            visits 1, 2 are made again"),
        (4, "1 of 2 blocks are done\n            visits 3, 4 are made again"),
    ],
)
def test_a_run_that_goes_on_says_so_and_what_it_makes_again(
    fake: FakeLab, capsys: Capture, load: int, said: str
) -> None:
    fake.interrupts = {load: KeyboardInterrupt()}
    assert run(app, ["compare", "--blocks", "2"]) == 130
    assert "  resumed " not in capsys.readouterr().out
    fake.interrupts = {}
    assert run(app, ["compare", "--resume", "latest"]) == 0
    assert f"\n  resumed   {said}, for the block was cut short\n" in capsys.readouterr().out


def test_an_arm_that_does_not_start_exits_1(fake: FakeLab, capsys: Capture) -> None:
    fake.refuses = "port 20100, needed for the gateway of monolith, is in use by nginx"
    assert run(app, ["compare", "--blocks", "1"]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("cleave: port 20100, needed for the gateway of monolith, is in use")
    assert "run folder:" in last


def test_a_busy_port_is_told_before_there_is_a_folder(
    fake: FakeLab, monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
) -> None:
    def require_free(port: int, purpose: str) -> None:
        if port == SERVICES.gateway_port:
            raise PortInUse(f"port {port}, needed for {purpose}, is in use by nginx")

    monkeypatch.setattr(compare_command, "open_lab", real_lab.open_lab)
    monkeypatch.setattr(real_lab, "open_places", lambda: Places(tmp_path, tmp_path))
    monkeypatch.setattr(real_lab, "require_free", require_free)
    monkeypatch.setattr(real_lab, "OutsideProcess", Outside)
    assert run(app, ["compare", "--blocks", "1"]) == 1
    seen = capsys.readouterr()
    assert seen.out == ""
    assert seen.err == (
        f"cleave: port {SERVICES.gateway_port}, needed for the gateway of services, is in use by"
        " nginx; stop what listens there\n"
    )
    assert not (tmp_path / "runs").exists()


def test_up_that_fails_stops_the_outside_world_again(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    stopped: list[str] = []
    monkeypatch.setattr(Outside, "stop", lambda _: stopped.append("outside"))

    class Busy:
        def __init__(self, *_: Any, **__: Any) -> None: ...

        def start(self, *_: Any) -> None:
            raise StackError("port 20100 is in use")

    monkeypatch.setattr(up_command, "find_running", lambda _topology: None)
    monkeypatch.setattr(up_command, "outside_answers", lambda: False)
    monkeypatch.setattr(up_command, "OutsideProcess", Outside)
    monkeypatch.setattr(up_command, "LocalStack", Busy)
    monkeypatch.setattr(up_command, "whole_lab", contextlib.nullcontext)
    assert run(app, ["up", "monolith"]) == 1
    assert stopped == ["outside"]
    assert capsys.readouterr().err.endswith("cleave: port 20100 is in use\n")


def test_up_reads_the_budget_before_it_says_that_it_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def broken() -> None:
        raise BudgetError("experiments/budget.toml: missing key cores")

    monkeypatch.setattr(up_command, "find_running", lambda _topology: None)
    monkeypatch.setattr(up_command, "load_budget", broken)
    assert run(app, ["up", "monolith"]) == 1
    assert capsys.readouterr().err == "cleave: experiments/budget.toml: missing key cores\n"


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


def test_a_matrix_is_shown_as_maps_and_a_fault_that_was_not_real_as_invalid(
    fake: FakeLab, capsys: Capture
) -> None:
    """On arms that do not exist no fault ever fires."""
    assert run(app, ["run", "blast-radius", "--seed", "7"]) == 1
    seen = capsys.readouterr()
    plan, _, shown = seen.out.partition("good while the fault is on, %")
    assert "            blast-radius: 12 faults\n" in plan
    assert "Plan: one block" in plan
    row = next(line for line in shown.splitlines() if line.startswith("broker-down"))
    assert row.split() == ["broker-down", "not", "there", "invalid:", "fault"]
    assert "stayed disturbed, or their fault was not real" in " ".join(shown.split())
    assert fake.running == []


def test_a_matrix_is_one_document_too(fake: FakeLab, capsys: Capture) -> None:
    assert run(app, ["run", "blast-radius-crash-payments", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    (row,) = document["matrix"]["rows"]
    assert (row["fault"], row["feature"]) == ("crash", "payments")
    assert {cell["state"] for cell in row["cells"].values()} == {"invalid"}


def test_a_matrix_that_was_stopped_goes_on(fake: FakeLab, capsys: Capture) -> None:
    fake.interrupts = {2: KeyboardInterrupt()}
    assert run(app, ["run", "blast-radius-errors-payments"]) == 130
    fake.interrupts = {}
    assert run(app, ["compare", "--resume", "latest"]) == 1
    assert "errors" in capsys.readouterr().out


def test_all_there_is_to_an_experiment_that_is_no_matrix_is_refused(capsys: Capture) -> None:
    assert run(app, ["run", "scaling", "--full"]) == 2
    said = "--full is for a matrix of faults; scaling has no more to it; see cleave run --help\n"
    assert capsys.readouterr().err == f"cleave: {said}"


@pytest.mark.parametrize(
    ("options", "lacking", "called"),
    [
        ("--without breaker", {"breaker"}, "services without breaker"),
        ("--without breaker --without timeouts", {"breaker", "timeouts"}, "timeouts, breaker"),
        ("--without breaker,timeouts", {"breaker", "timeouts"}, "timeouts, breaker"),
        ("--resilience naive", set(protections.NAIVE), "naive services"),
    ],
)
def test_an_arm_is_held_against_itself_without_what_is_left_out(
    options: str, lacking: set[str], called: str, fake: FakeLab, capsys: Capture
) -> None:
    assert run(app, f"compare --blocks 1 --arms services,services {options}".split()) == 0
    assert sorted(map(sorted, fake.lacking)) == [[], [], sorted(lacking)]
    assert called in " ".join(capsys.readouterr().out.split())


def test_an_arm_that_is_up_is_not_taken_for_one_without_a_protection(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(up_command, "find_running", lambda topology: topology)
    assert run(app, ["up", "monolith", "--without", "breaker"]) == 1
    assert "call `cleave down` first" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "called"),
    [
        ("--transport rest", "services over REST"),
        ("--encoding compact", "services compact"),
        ("--transport rest --without breaker", "services without breaker over REST"),
    ],
)
def test_an_arm_is_held_against_itself_told_in_another_way(
    options: str, called: str, fake: FakeLab, capsys: Capture
) -> None:
    assert run(app, f"compare --blocks 1 --arms services,services {options}".split()) == 0
    told = [(stack.topology.transport, stack.topology.form) for stack in fake.stacks]
    assert sorted(set(told)) != [("kafka", "json")]
    assert ("kafka", "json") in told
    assert called in " ".join(capsys.readouterr().out.split())


def test_of_two_arms_those_that_send_messages_are_told_so(fake: FakeLab, capsys: Capture) -> None:
    assert run(app, ["compare", "--blocks", "1", "--transport", "rest"]) == 0
    told = {stack.topology.name: stack.topology.transport for stack in fake.stacks}
    assert told == {"monolith": "", "services": "rest"}


def test_where_rabbitmq_is_not_installed_that_is_said_before_anything_starts(
    fake: FakeLab, capsys: Capture
) -> None:
    fake.unable = {Ability.RABBITMQ: "RabbitMQ's server is not installed"}
    assert run(app, ["run", "transport", "--transport", "rabbitmq"]) == 2
    assert "RabbitMQ's server is not installed" in capsys.readouterr().err
    assert fake.stacks == []
