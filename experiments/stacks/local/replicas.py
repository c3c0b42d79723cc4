"""The processes that run from an artefact: a replica, a granian server with one worker; and the
command that prepares its database."""

import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Final

from experiments.artefacts.release import Artefact
from experiments.budget import Replica
from experiments.stacks.local.fleet import Member
from experiments.stacks.local.process import Probe, ProcessSpec, base_environment
from experiments.topology import Part

TARGET: Final = "entry:build"
READY: Final = "/health/ready"
STARTED: Final = "/health/startup"
SHOWN_DIGITS: Final = 12


def replica_spec(
    part: Part,
    member: Member,
    artefact: Artefact,
    arm: Path,
    budget: Replica,
    variables: Mapping[str, str],
) -> ProcessSpec:
    """The replica, serving all features of its part from the artefact's folder alone. One
    worker: when one of several crashes, granian stops the whole server, which would measure a
    default flag."""
    threads = str(budget.http_threads)
    return ProcessSpec(
        name=member.name,
        group=part.name,
        argv=granian("wsgi", TARGET, member.port, ("--blocking-threads", threads)),
        environment={
            **base_environment(arm),
            **about(member, artefact, budget, arm / "logs"),
            **variables,
            "PYTHONPATH": str(artefact.folder),
        },
        folder=str(artefact.folder),
        log=str(arm / "logs" / f"{member.name}.log"),
        probe=Probe("http", member.port, READY),
        serves=(part.name,),
        memory_mb=budget.memory_mb,
    )


def about(member: Member, artefact: Artefact, budget: Replica, logs: PurePath) -> dict[str, str]:
    """What a replica is told of itself; its spans go to the folder `logs`, as it sees that, unless
    its arm has a collector."""
    return {
        "CLEAVE_REPLICA": member.name,
        "CLEAVE_RELEASE": artefact.release,
        "CLEAVE_VERSION": artefact.digest[:SHOWN_DIGITS],
        "CLEAVE_THREADS": str(budget.http_threads),
        "CLEAVE_SPANS": str(logs / f"spans-{member.name}.jsonl"),
    }


def prepare_spec(
    part: Part, artefact: Artefact, arm: Path, variables: Mapping[str, str]
) -> ProcessSpec:
    """The command that brings the part's database up to the artefact's migrations."""
    name = f"{part.name}.prepare"
    return ProcessSpec(
        name=name,
        group=part.name,
        argv=(sys.executable, "-m", part.prepare),
        environment={
            **base_environment(arm),
            **variables,
            "PYTHONPATH": str(artefact.folder),
        },
        folder=str(artefact.folder),
        log=str(arm / "logs" / f"{name}.log"),
        once=True,
    )


def granian(
    interface: str,
    target: str,
    port: int,
    options: tuple[str, ...],
    python: str = sys.executable,
    host: str = "127.0.0.1",
) -> tuple[str, ...]:
    """The command that serves a factory on a port, of the loopback if nothing else is said."""
    server = (python, "-m", "granian", "--interface", interface, "--factory")
    where = ("--workers", "1", "--host", host, "--port", str(port))
    return (*server, *where, *options, "--log-level", "warning", target)
