"""RabbitMQ as a single node: its server where the system has one, its settings, its processes.

It has no wheel: the server is Debian's `rabbitmq-server`, or any other that is on the path. It runs
as the user of the lab, in the arm's folder, beside whatever the system itself runs. Erlang's
nodes find each other by a daemon of names (epmd); ours has one of its own, in the arm's range of
ports, so that none is left behind.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.budget import Broker
from experiments.stacks.local.kafka import NAME
from experiments.stacks.local.process import Probe, ProcessSpec, base_environment
from experiments.stacks.protocol import StackError

NAMES: Final = f"{NAME}.names"
NODE: Final = "cleave@localhost"
GRACE_S: Final = 20.0
SERVERS: Final = ("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server")
"""Debian's script first: the one on its path wants to be root or `rabbitmq`."""
INSTALL: Final = "sudo apt-get install rabbitmq-server (Debian, Ubuntu)"
MISSING: Final = f"RabbitMQ's server is not installed: {INSTALL}, or take --transport kafka"
THREADS: Final = 2
"""Of Erlang that run code, as Kafka has two that serve. None of them spins while it waits: an idle
broker must not take the CPU of the arm."""


@dataclass(frozen=True)
class RabbitMq:
    """Its two programs, and the budget of a broker."""

    server: Path
    names: Path
    budget: Broker


@dataclass(frozen=True)
class RabbitPorts:
    """On the loopback: for clients, for Erlang's own use, and for its daemon of names."""

    clients: int
    nodes: int
    names: int


def open_rabbitmq(budget: Broker) -> RabbitMq:
    """StackError where it is not installed."""
    server, names = find_server(), shutil.which("epmd")
    if server is None or names is None:
        raise StackError(MISSING)
    return RabbitMq(server, Path(names), budget)


def find_server() -> Path | None:
    found = (shutil.which(each) for each in SERVERS)
    return next((Path(each) for each in found if each), None)


def settings(budget: Broker, port: int) -> str:
    """rabbitmq.conf. At its share of memory it takes no more messages, and does not die."""
    return f"""\
listeners.tcp.default = 127.0.0.1:{port}
loopback_users.guest = true
log.file = false
log.console = true
log.console.level = error
num_acceptors.tcp = 2
{limits(budget)}"""


def limits(budget: Broker) -> str:
    """What of rabbitmq.conf is the same wherever it runs."""
    return f"""\
vm_memory_high_watermark.absolute = {budget.heap_max_mb}MB
disk_free_limit.absolute = 50MB
raft.wal_max_size_bytes = 33554432
"""


def rabbitmq_url(port: int) -> str:
    """Its usual user, who is let in on the loopback only."""
    return f"amqp://guest:guest@127.0.0.1:{port}"


def rabbitmq_specs(rabbitmq: RabbitMq, home: Path, ports: RabbitPorts) -> tuple[ProcessSpec, ...]:
    """The daemon of names, and the server whose `rabbitmq.conf` lies in `home`, a folder in the
    arm's, where it keeps all it writes."""
    arm = home.parent
    address = ("-address", "127.0.0.1", "-port", str(ports.names))
    names = ProcessSpec(
        name=NAMES,
        group=NAME,
        argv=(str(rabbitmq.names), *address),
        environment=base_environment(arm),
        folder=str(home),
        log=str(arm / "logs" / f"{NAMES}.log"),
        probe=Probe("tcp", ports.names),
    )
    server = ProcessSpec(
        name=NAME,
        group=NAME,
        argv=(str(rabbitmq.server),),
        environment=_environment(arm, home, ports),
        folder=str(home),
        log=str(arm / "logs" / f"{NAME}.log"),
        probe=Probe("amqp", ports.clients),
        grace_s=GRACE_S,
    )
    return names, server


def _environment(arm: Path, home: Path, ports: RabbitPorts) -> dict[str, str]:
    """Nothing of the system's own RabbitMQ is read; the cookie of its nodes lies in `home`, too."""
    nothing_of_the_systems = str(home / "none.conf")
    spinning = "+sbwt none +sbwtdcpu none +sbwtdio none"
    return {
        **base_environment(arm),
        "HOME": str(home),
        "RABBITMQ_NODENAME": NODE,
        "RABBITMQ_CONF_ENV_FILE": nothing_of_the_systems,
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(home / "data"),
        "RABBITMQ_LOG_BASE": str(home),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_PID_FILE": str(home / "pid"),
        "RABBITMQ_DIST_PORT": str(ports.nodes),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"+S {THREADS}:{THREADS} {spinning}",
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(ports.names),
    }


def write_settings(rabbitmq: RabbitMq, home: Path, port: int) -> None:
    """Into `home`, which is there."""
    (home / "rabbitmq.conf").write_text(settings(rabbitmq.budget, port))
    (home / "enabled_plugins").write_text("[].\n")
