"""RabbitMQ is run as ours: of the system's own nothing is read and nothing is touched."""

import shutil
from pathlib import Path

import pytest

from experiments.budget import load_budget
from experiments.stacks.local.broker import broker_probe, bus_url, fresh_rabbitmq
from experiments.stacks.local.rabbitmq import RabbitMq, RabbitPorts, open_rabbitmq
from experiments.stacks.protocol import StackError
from experiments.topology import RABBITMQ, REST, SERVICES
from experiments.transports import over
from shared_domain.messages.forms import JSON

PORTS = RabbitPorts(20_211, 20_212, 20_213)
PROGRAMS = RabbitMq(Path("/programs/rabbitmq-server"), Path("/programs/epmd"), load_budget().broker)


def test_all_that_it_writes_lies_in_the_arms_folder(tmp_path: Path) -> None:
    names, server = fresh_rabbitmq(PROGRAMS, tmp_path, PORTS)
    home = str(tmp_path / "broker")
    told = server.environment
    for variable in ("HOME", "RABBITMQ_MNESIA_BASE", "RABBITMQ_LOG_BASE", "RABBITMQ_CONFIG_FILE",
                     "RABBITMQ_CONF_ENV_FILE", "RABBITMQ_ENABLED_PLUGINS_FILE"):  # fmt: skip
        assert told[variable].startswith(home)
    assert (names.group, server.group, server.name) == ("broker", "broker", "broker")


def test_it_listens_on_the_loopback_only_by_the_arms_ports(tmp_path: Path) -> None:
    names, server = fresh_rabbitmq(PROGRAMS, tmp_path, PORTS)
    settings = (tmp_path / "broker" / "rabbitmq.conf").read_text()
    assert "listeners.tcp.default = 127.0.0.1:20211\n" in settings
    assert server.environment["RABBITMQ_DIST_PORT"] == "20212"
    assert server.environment["ERL_EPMD_PORT"] == "20213"
    assert names.argv == ("/programs/epmd", "-address", "127.0.0.1", "-port", "20213")


def test_where_it_is_not_installed_that_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(StackError, match="sudo apt-get install rabbitmq-server") as error:
        open_rabbitmq(load_budget().broker)
    assert "\n" not in str(error.value)


def test_a_service_is_told_where_its_transport_is() -> None:
    mesh = "http://127.0.0.1:20230"
    assert bus_url(SERVICES, 20_211, mesh) == "kafka://127.0.0.1:20211"
    assert bus_url(over(SERVICES, RABBITMQ, JSON), 20_211, mesh).endswith("@127.0.0.1:20211")
    assert bus_url(over(SERVICES, REST, JSON), 20_211, mesh) == mesh


def test_a_broker_is_asked_in_its_own_language() -> None:
    assert broker_probe(SERVICES, 1).kind == "kafka"
    assert broker_probe(over(SERVICES, RABBITMQ, JSON), 1).kind == "amqp"
