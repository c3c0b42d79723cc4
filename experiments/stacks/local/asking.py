"""Asks what a fault hits, as a client of it alone: past the gateway, and past every pool."""

import asyncio

from experiments.stacks.local.fleet import Fleet
from experiments.stacks.local.probes import answers
from experiments.stacks.local.process import Probe
from experiments.stacks.local.replicas import READY
from experiments.stacks.local.taken_ports import ArmPorts
from experiments.stacks.protocol import Broker, Database, Gateway, Replica, Target


def ask(fleet: Fleet, ports: ArmPorts, target: Target) -> bool:
    """Whether it answers within a second. StackError for a replica or part that there is not."""
    return asyncio.run(answers(_probe_of(fleet, ports, target)))


def _probe_of(fleet: Fleet, ports: ArmPorts, target: Target) -> Probe:
    match target:
        case Replica():
            return Probe("http", fleet.find(target).port, READY)
        case Database(part):
            return Probe("postgres", ports.databases[fleet.part(part).name])
        case Broker():
            return Probe("kafka", ports.broker)
        case Gateway():
            return Probe("http", ports.gateway.admin, "/ready")
