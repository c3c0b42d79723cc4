"""An arm held against itself, without a protection or told in another way."""

import pytest

from experiments import protections
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.testing.fake_lab import FakeLab

Capture = pytest.CaptureFixture[str]


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
