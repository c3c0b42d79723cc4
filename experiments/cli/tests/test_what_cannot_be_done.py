"""What a machine or an arm cannot do is said before anything starts, or spoils the visit."""

import json
import signal
from pathlib import Path

import pytest

from experiments.catalogue import scaling_cpu
from experiments.cli import compare as compare_command
from experiments.cli import request
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.stacks.local.quotas import NO_QUOTA
from experiments.stacks.protocol import Ability
from experiments.testing.fake_lab import FakeLab, Waited

Capture = pytest.CaptureFixture[str]


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


def test_where_rabbitmq_is_not_installed_that_is_said_before_anything_starts(
    fake: FakeLab, capsys: Capture
) -> None:
    fake.unable = {Ability.RABBITMQ: "RabbitMQ's server is not installed"}
    assert run(app, ["run", "transport", "--transport", "rabbitmq"]) == 2
    assert "RabbitMQ's server is not installed" in capsys.readouterr().err
    assert fake.stacks == []
