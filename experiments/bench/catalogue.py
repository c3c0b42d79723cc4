"""Catalogue read through our app against a bare app on the same server, by the server's CPU."""

from collections.abc import Callable, Mapping

from experiments.bench.closed_loop import Request, drive
from experiments.bench.ratio import Pair, turns
from experiments.bench.server import Server, serving
from experiments.stacks.local.cores import Split
from experiments.stacks.local.places import REPOSITORY

WARM_UP_S = 1.0
SCORED_S = 1.5
BARE = "experiments.bench.bare:build"


def measure(
    ours: Server, variables: Mapping[str, str], threads: int, cores: Split, times: int
) -> list[Pair]:
    """Requests per CPU second of the server's process; `ours` is a replica of the monolith."""
    with serving(BARE, REPOSITORY, variables, threads, cores) as bare:
        for server in (ours, bare):
            drive(server.port, read_product, WARM_UP_S)
        return [_pair(ours, bare, ours_first) for ours_first in turns(times)]


def read_product(client: int, number: int) -> Request:
    product = f"p-{(client * 251 + number) % 1000 + 1:04d}"
    return Request("GET", f"/products/{product}", None, {}, 200)


def _pair(ours: Server, bare: Server, ours_first: bool) -> Pair:
    sides: list[Callable[[], float]] = [lambda: _per_cpu_s(ours), lambda: _per_cpu_s(bare)]
    if ours_first:
        return Pair(sides[0](), sides[1]())
    later = sides[1]()
    return Pair(sides[0](), later)


def _per_cpu_s(server: Server) -> float:
    before = server.cpu_seconds()
    answered = drive(server.port, read_product, SCORED_S)
    return answered / (server.cpu_seconds() - before)
