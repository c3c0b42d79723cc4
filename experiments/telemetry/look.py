"""An arm at one moment, as its supervisor and its replicas tell it; two of them make rates."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from experiments.stacks.local.client import Client
from experiments.stacks.local.endpoints import ports_in
from experiments.stacks.local.process import ProcessStatus
from experiments.stacks.protocol import GroupUsage, StackError
from experiments.telemetry.scrape import Series, scrape
from experiments.topology import Topology


@dataclass(frozen=True)
class Look:
    """`at_s` is monotonic. `metrics` are by part, then by the port of the replica that answered."""

    topology: Topology
    at_s: float
    processes: Mapping[str, ProcessStatus]
    usage: Mapping[str, GroupUsage]
    metrics: Mapping[str, Mapping[int, Series]]


Scrape = Callable[[Iterable[int]], Mapping[int, Series]]


def look_at(topology: Topology, folder: Path, ask: Scrape = scrape) -> Look | None:
    """The arm in `folder` as it is now; None while it is not up."""
    client = Client(folder)
    try:
        processes, usage = client.statuses(), client.usage()
    except StackError:
        return None
    at_s = time.monotonic()
    ports = {part.name: ports_in(folder / "endpoints", part.name) for part in topology.parts}
    answers = ask(port for several in ports.values() for port in several)
    metrics = {
        part: {port: answers[port] for port in several if port in answers}
        for part, several in ports.items()
    }
    return Look(topology, at_s, processes, usage, metrics)
