"""Asks what a fault hits, as a client of it alone: past the gateway, and past every pool."""

import asyncio

from experiments.stacks.local.broker import broker_probe
from experiments.stacks.local.probes import answers
from experiments.stacks.local.process import Probe
from experiments.stacks.local.replicas import READY
from experiments.stacks.local.running import Running
from experiments.stacks.protocol import Broker, Database, Gateway, Replica, Target


def ask(running: Running, target: Target) -> bool:
    """Whether it answers within a second. StackError for a replica or part that there is not."""
    return asyncio.run(answers(_probe_of(running, target)))


def _probe_of(running: Running, target: Target) -> Probe:
    ports = running.ports
    match target:
        case Replica():
            return Probe("http", running.fleet.find(target).port, READY)
        case Database(part):
            return Probe("postgres", ports.databases[running.fleet.part(part).name])
        case Broker():
            return broker_probe(running.topology, ports.broker)
        case Gateway():
            return Probe("http", ports.gateway.admin, "/ready")
