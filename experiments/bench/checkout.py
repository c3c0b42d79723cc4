"""Checkouts on the monolith against pgbench with the same statements, by CPU.

Counted are the CPU seconds of one replica and the database; of pgbench, which stands in the
replica's place, and the same database; and of a bare Python process in that place.
"""

import json
import resource
from dataclasses import dataclass

from experiments.bench.closed_loop import Request, drive
from experiments.bench.ratio import Pair, turns
from experiments.bench.rivals import bare, pgbench
from experiments.bench.server import Server
from experiments.stacks.local.cores import Split
from experiments.stacks.local.database_server import database_name
from experiments.stacks.local.stack import LocalStack
from experiments.topology import ORDERS

WARM_UP_S = 3.0
SCORED_S = 3.0
CLIENTS = 6


@dataclass
class Checkouts:
    """The sides of the comparison, on the database of a running monolith that is asked nothing
    else. `run` tells the orders of runs apart."""

    stack: LocalStack
    replica: Server
    database_url: str
    cores: Split
    run: int = 0

    def measure(self, times: int) -> tuple[list[Pair], list[Pair]]:
        """Checkouts per CPU second: the replica's against pgbench's, the bare process's against
        the same."""
        drive(self.replica.port, self._place_order, WARM_UP_S, CLIENTS)
        self.pgbench(WARM_UP_S)
        sides = [self._sides(ours_first) for ours_first in turns(times)]
        return (
            [Pair(ours, least) for ours, _, least in sides],
            [Pair(driver, least) for _, driver, least in sides],
        )

    def _sides(self, ours_first: bool) -> tuple[float, float, float]:
        if ours_first:
            return self.ours(SCORED_S), self.bare(SCORED_S), self.pgbench(SCORED_S)
        least, driver = self.pgbench(SCORED_S), self.bare(SCORED_S)
        return self.ours(SCORED_S), driver, least

    def ours(self, seconds: float) -> float:
        self.run += 1
        before = self._database_cpu_s() + self.replica.cpu_seconds()
        placed = drive(self.replica.port, self._place_order, seconds, CLIENTS)
        return placed / (self._database_cpu_s() + self.replica.cpu_seconds() - before)

    def pgbench(self, seconds: float) -> float:
        self.run += 1
        before = self._database_cpu_s() + _children_cpu_s()
        done = pgbench(self.database_url, self.run, seconds, CLIENTS, self.cores)
        return done / (self._database_cpu_s() + _children_cpu_s() - before)

    def bare(self, seconds: float) -> float:
        self.run += 1
        before = self._database_cpu_s()
        placed, used_s = bare(self.database_url, self.run, seconds, CLIENTS, self.cores)
        return placed / (self._database_cpu_s() + used_s - before)

    def _database_cpu_s(self) -> float:
        group = database_name(self.stack.topology.part_of(ORDERS).name)
        return self.stack.usage().groups[group].cpu_seconds

    def _place_order(self, client: int, number: int) -> Request:
        products = (number * 7 + client) % 400, (number * 11 + client) % 400 + 400
        lines = [{"product_id": f"p-{one + 1:04d}", "quantity": 1} for one in products]
        headers = {
            "Content-Type": "application/json",
            "X-Customer-Id": f"c-{(number * 31 + client * 1601) % 9998 + 1:05d}",
            "Idempotency-Key": f"bench-{self.run}-{client}-{number}",
        }
        return Request("POST", "/orders", json.dumps({"lines": lines}).encode(), headers, 201)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
