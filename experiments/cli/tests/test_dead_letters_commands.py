"""`cleave dead-letters` over an arm that does not run: what it shows, does, and refuses."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from experiments.cli import letters as shared
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.cli.running import RunningArm
from experiments.dead_letters import letters as reading
from experiments.dead_letters import replay as replaying
from experiments.dead_letters.letters import DeadLetter, State
from experiments.stacks.local.passwords import Passwords
from experiments.topology import SERVICES, Topology

Capture = pytest.CaptureFixture[str]
LETTER = DeadLetter(
    "inventory", 1, "inventory.commands", "ReleaseStock", "o-1", "LookupError: a mistake of ours",
    datetime(2026, 5, 4, 12, tzinfo=UTC), State.WAITING,
)  # fmt: skip
TOLD = replace(LETTER, part="notifications", kind="OrderSettled")
OVER = replace(LETTER, number=2, state=State.ANSWERED)


@pytest.fixture(autouse=True)
def up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The services are up and have three letters; what was replayed is in the list."""
    replayed: list[str] = []

    def find(topology: Topology) -> RunningArm | None:
        return RunningArm(topology, Path(), Passwords(b"")) if topology is SERVICES else None

    def replay(_: object, some: Iterable[DeadLetter]) -> tuple[DeadLetter, ...]:
        found = tuple(some)
        replayed.extend(each.name for each in found)
        return found

    monkeypatch.setattr(shared, "find_running", find)
    monkeypatch.setattr(shared, "waiting", lambda *_: (LETTER, TOLD))
    monkeypatch.setattr(reading, "waiting", lambda *_: (LETTER, TOLD))
    monkeypatch.setattr(reading, "read_letters", lambda *_: (LETTER, TOLD, OVER))
    monkeypatch.setattr(replaying, "replay", replay)
    return replayed


def test_the_letters_that_wait_are_listed(capsys: Capture) -> None:
    assert run(app, ["dead-letters", "list", "services"]) == 0
    told = capsys.readouterr().out
    assert "inventory:1" in told
    assert "LookupError: a mistake of ours" in told
    assert "inventory:2" not in told


def test_all_are_listed_where_all_are_asked_for(capsys: Capture) -> None:
    assert run(app, ["dead-letters", "list", "services", "--all", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["kind"], document["arm"]) == ("cleave dead-letters", "services")
    assert [(each["letter"], each["state"]) for each in document["letters"]] == [
        ("inventory:1", "waiting"),
        ("notifications:1", "waiting"),
        ("inventory:2", "answered"),
    ]


def test_all_that_wait_are_replayed(up: list[str], capsys: Capture) -> None:
    assert run(app, ["dead-letters", "replay", "services"]) == 0
    assert up == ["inventory:1", "notifications:1"]
    assert (
        capsys.readouterr()
        .out.splitlines()[0]
        .startswith("services: replayed 2 (1 OrderSettled, 1 ReleaseStock); what dies again")
    )


def test_only_those_named_are_replayed(up: list[str], capsys: Capture) -> None:
    named = ["notifications:1", "notifications:1"]
    assert run(app, ["dead-letters", "replay", "services", *named, "--json"]) == 0
    assert up == ["notifications:1"]
    assert json.loads(capsys.readouterr().out)["replayed"] == ["notifications:1"]


@pytest.mark.parametrize("name", ["inventory:2", "inventory:77", "nonsense"])
def test_a_letter_that_does_not_wait_is_refused(up: list[str], capsys: Capture, name: str) -> None:
    assert run(app, ["dead-letters", "replay", "services", "inventory:1", name]) == 2
    assert capsys.readouterr().err.startswith(f"cleave: no dead letter '{name}' waits: ")
    assert up == []


def test_an_arm_that_is_not_up_is_one_line(capsys: Capture) -> None:
    assert run(app, ["dead-letters", "list", "monolith"]) == 1
    assert capsys.readouterr().err == (
        "cleave: monolith is not up and healthy: `cleave up monolith` starts it\n"
    )


def test_alone_it_shows_its_help(capsys: Capture) -> None:
    assert run(app, ["dead-letters"]) == 0
    assert "\n  replay " in capsys.readouterr().out
