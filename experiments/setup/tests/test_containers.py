"""The doctor names an engine and a compose that are too old or missing, and what to do."""

import pytest

from experiments.setup.containers import compose, engine
from experiments.setup.finding import State


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("2.40.3", State.OK),
        ("v2.24.4", State.OK),
        ("5.0.0-rc.1", State.OK),
        ("v2.24.0", State.WARN),
        ("2.32.1", State.WARN),
        ("2.20.2", State.WARN),
        ("", State.WARN),
    ],
)
def test_compose_is_new_enough_or_not(said: str, state: State) -> None:
    found = compose(said)
    assert found.state is state
    assert ("2.24.4 or newer" in found.remedy) == (state is State.WARN)


def test_no_engine_is_no_reason_not_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    found = engine()
    assert found.state is State.WARN
    assert "`sudo systemctl start docker`" in found.remedy
