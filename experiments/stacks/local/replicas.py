"""One replica of a part: a granian server with one worker, and the environment it reads."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from experiments.stacks.local.places import REPOSITORY
from experiments.stacks.local.process import Probe, ProcessSpec, base_environment
from experiments.topology import Part

READY: Final = "/health/ready"
STARTED: Final = "/health/startup"


def replica_name(part: str, index: int) -> str:
    """The process name of a part's replica, counted from 1."""
    return f"{part}-{index}"


def replica_spec(
    part: Part, index: int, arm: Path, port: int, threads: int, variables: Mapping[str, str]
) -> ProcessSpec:
    """The replica, serving all features of its part. One worker: when one of several crashes,
    granian stops the whole server, which would measure a default flag."""
    name = replica_name(part.name, index)
    return ProcessSpec(
        name=name,
        group=part.name,
        argv=granian("wsgi", part.target, port, ("--blocking-threads", str(threads))),
        environment={
            **base_environment(arm),
            **variables,
            "CLEAVE_REPLICA": name,
            "PYTHONPATH": str(REPOSITORY),
        },
        folder=str(REPOSITORY),
        log=str(arm / "logs" / f"{name}.log"),
        probe=Probe("http", port, READY),
        serves=part.features,
    )


def granian(interface: str, target: str, port: int, options: tuple[str, ...]) -> tuple[str, ...]:
    """The command that serves a factory on a loopback port."""
    server = (sys.executable, "-m", "granian", "--interface", interface, "--factory")
    where = ("--workers", "1", "--host", "127.0.0.1", "--port", str(port))
    return (*server, *where, *options, "--log-level", "warning", target)
