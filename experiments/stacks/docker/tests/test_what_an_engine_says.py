"""What stands in the way of an engine is one line with the command that mends it."""

import errno
from pathlib import Path

import pytest
from docker.errors import DockerException

from experiments.budget import load_budget
from experiments.stacks.docker import engine
from experiments.stacks.docker.abilities import NO_RABBITMQ, unable
from experiments.stacks.docker.engine import NoEngine, open_engine
from experiments.stacks.docker.stack import DockerStack
from experiments.stacks.docker.tests.fake_engine import fake_engine
from experiments.stacks.local.places import Places
from experiments.stacks.protocol import Ability, StackError
from experiments.topology import RABBITMQ, SERVICES
from experiments.transports import over
from shared_domain.messages.forms import JSON

NEW = {"Version": "27.3.1", "ApiVersion": "1.47"}


class Client:
    """`said` is what the engine tells of itself, or raises."""

    def __init__(self, said: dict[str, str] | Exception) -> None:
        self._said = said
        self.api = self

    def version(self) -> dict[str, str]:
        if isinstance(self._said, Exception):
            raise self._said
        return self._said

    def info(self) -> dict[str, object]:
        return {"CgroupDriver": "systemd", "CpuCfsQuota": True}


@pytest.fixture(autouse=True)
def usual_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCKER_HOST", raising=False)


def meets(monkeypatch: pytest.MonkeyPatch, said: dict[str, str] | Exception) -> None:
    monkeypatch.setattr(engine, "reach", lambda _: None)
    monkeypatch.setattr("docker.from_env", lambda **_: Client(said))


def wrapped(number: int) -> Exception:
    """As the libraries between hand it on."""
    error: Exception = DockerException("Error while fetching", ("aborted", OSError(number, "no")))
    return error


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (OSError(errno.ENOENT, "no"), r"no Docker engine answers at /var/run/docker\.sock: `sudo"),
        (OSError(errno.ECONNREFUSED, "no"), "no Docker engine answers"),
        (OSError(errno.EACCES, "no"), r"no permission to use .*: `sudo usermod -aG docker"),
        (wrapped(errno.EACCES), "no permission to use"),
        (DockerException("a riddle\nin two lines"), "cannot be used: a riddle in two lines"),
        ({"Version": "19.03.1", "ApiVersion": "1.40"}, "Docker 19.03.1 is too old: install"),
    ],
)
def test_it_is_one_line(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str] | Exception, told: str
) -> None:
    meets(monkeypatch, said)
    with pytest.raises(NoEngine, match=told) as raised:
        open_engine()
    assert "\n" not in str(raised.value)


def test_an_engine_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "ssh://build@somewhere")
    with pytest.raises(NoEngine, match=r"may be on another machine.*: unset DOCKER_HOST"):
        open_engine()


@pytest.mark.filterwarnings("error")
def test_where_nobody_answers_nothing_is_left_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    with pytest.raises(NoEngine, match=r"no Docker engine answers at .*none\.sock"):
        open_engine()


def test_one_that_can_be_used_says_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    meets(monkeypatch, NEW)
    found = open_engine()
    assert (found.version, found.groups_by_systemd, found.can_limit_cpu) == ("27.3.1", True, True)


def test_the_lab_runs_no_rabbitmq_in_containers(tmp_path: Path) -> None:
    fake, _ = fake_engine()
    assert unable(fake)[Ability.RABBITMQ] == NO_RABBITMQ
    arm = over(SERVICES, RABBITMQ, JSON)
    stack = DockerStack(arm, load_budget(), "http://outside", Places(tmp_path, tmp_path))
    with pytest.raises(StackError, match="take --on local"):
        stack.start()
