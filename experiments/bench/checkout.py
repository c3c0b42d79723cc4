"""Checkouts on the monolith against pgbench with the same statements, by CPU.

Counted are the CPU seconds of one replica and the database; of pgbench, which stands in the
replica's place, and the same database.
"""

import json
import os
import re
import resource
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from experiments.bench.checkout_script import script
from experiments.bench.closed_loop import Request, drive
from experiments.bench.ratio import Pair, turns
from experiments.bench.server import Server
from experiments.errors import LabError
from experiments.stacks.local.cores import Split
from experiments.stacks.local.database_server import database_name
from experiments.stacks.local.places import open_places
from experiments.stacks.local.postgres import open_postgres
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.local.system import before_exec
from experiments.topology import ORDERS

WARM_UP_S = 3.0
SCORED_S = 3.0
CLIENTS = 6
PROCESSED = re.compile(r"number of transactions actually processed: (\d+)")
FAILED = re.compile(r"number of failed transactions: (\d+)")


class PgbenchError(LabError):
    """pgbench did not do its work; the text has its last words."""


@dataclass
class Checkouts:
    """Both sides of the comparison, on the database of a running monolith that is asked nothing
    else. `run` tells the orders of runs apart."""

    stack: LocalStack
    replica: Server
    database_url: str
    cores: Split
    run: int = 0

    def measure(self, times: int) -> list[Pair]:
        """Checkouts per CPU second."""
        drive(self.replica.port, self._place_order, WARM_UP_S, CLIENTS)
        self.pgbench(WARM_UP_S)
        return [self._pair(ours_first) for ours_first in turns(times)]

    def _pair(self, ours_first: bool) -> Pair:
        if ours_first:
            return Pair(self.ours(SCORED_S), self.pgbench(SCORED_S))
        later = self.pgbench(SCORED_S)
        return Pair(self.ours(SCORED_S), later)

    def ours(self, seconds: float) -> float:
        self.run += 1
        before = self._database_cpu_s() + self.replica.cpu_seconds()
        placed = drive(self.replica.port, self._place_order, seconds, CLIENTS)
        return placed / (self._database_cpu_s() + self.replica.cpu_seconds() - before)

    def pgbench(self, seconds: float) -> float:
        self.run += 1
        before = self._database_cpu_s() + _children_cpu_s()
        done = _pgbench(self.database_url, self.run, seconds, self.cores)
        return done / (self._database_cpu_s() + _children_cpu_s() - before)

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


def _pgbench(url: str, run: int, seconds: float, cores: Split) -> int:
    """How many transactions it made."""
    where = make_url(url)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script())
        file.flush()
        done = subprocess.run(
            _command(Path(file.name), run, seconds, where.database or ""),
            env={
                "PATH": os.environ["PATH"],
                "PGHOST": where.host or "",
                "PGPORT": str(where.port),
                "PGUSER": where.username or "",
                "PGPASSWORD": str(where.password),
            },
            capture_output=True,
            text=True,
            preexec_fn=before_exec(cores.arm if cores.pinned else None),
            check=False,
        )
    processed, failed = PROCESSED.search(done.stdout), FAILED.search(done.stdout)
    if done.returncode or not processed or not failed or failed[1] != "0":
        raise PgbenchError(f"pgbench failed: {(done.stderr or done.stdout).strip()[-300:]}")
    return int(processed[1])


def _command(file: Path, run: int, seconds: float, database: str) -> Sequence[str]:
    program = open_postgres(open_places()).program("pgbench")
    clients = ("--client", str(CLIENTS), "--jobs", "1", "--time", str(round(seconds)))
    variables = ("--define", f"run={run}", "--define", "serial=0")
    how = ("--no-vacuum", "--protocol", "prepared", "--file", str(file))
    return (program, *clients, *variables, *how, database)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
