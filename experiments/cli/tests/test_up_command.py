"""`cleave up`: what it refuses, and that a start that fails leaves nothing."""

import contextlib
from typing import Any

import pytest

from experiments.budget import BudgetError
from experiments.cli import up as up_command
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.cli.tests.outside import Outside
from experiments.stacks.protocol import StackError

Capture = pytest.CaptureFixture[str]


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


def test_an_arm_that_is_up_is_not_taken_for_one_without_a_protection(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(up_command, "find_running", lambda topology: topology)
    assert run(app, ["up", "monolith", "--without", "breaker"]) == 1
    assert "call `cleave down` first" in capsys.readouterr().err
