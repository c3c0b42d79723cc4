"""A whole run: each arm is started twice, in turns, and measured while it is up."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from experiments.bench import catalogue, settle
from experiments.bench.checkout import Checkouts
from experiments.bench.ratio import Bench, Figure, Pair, Ratio
from experiments.bench.server import serving
from experiments.budget import Budget
from experiments.compare.environment import describe
from experiments.protections import variables as protecting
from experiments.stacks.local.cores import Split
from experiments.stacks.local.replicas import TARGET
from experiments.stacks.local.stack import LocalStack
from experiments.topology import MONOLITH, ORDERS, SERVICES, Topology
from experiments.workload.plan import LoadPlan
from experiments.workload.run import start

GENERATOR_RATE = 100.0
GENERATOR_S = 8.0
GENERATOR_WARM_UP_S = 1.0
Say = Callable[[str], None]


@dataclass
class Run:
    """`outside_url` answers already; `say` gets a line for each step; each monolith is measured in
    `times` turns."""

    budget: Budget
    outside_url: str
    cores: Split
    say: Say
    times: int
    reads: list[Pair] = field(default_factory=list)
    checkouts: list[Pair] = field(default_factory=list)
    bare_checkouts: list[Pair] = field(default_factory=list)
    settling: list[Pair] = field(default_factory=list)
    starts: dict[str, list[float]] = field(default_factory=dict)
    generator_ms: list[float] = field(default_factory=list)

    def bench(self) -> Bench:
        """Raises LabError; nothing is left running then."""
        for topology in (MONOLITH, SERVICES, SERVICES, MONOLITH):
            with self._arm(topology) as stack, tempfile.TemporaryDirectory() as folder:
                if topology is MONOLITH:
                    self._measure_monolith(stack, Path(folder))
                else:
                    self.say("services: orders, and their way through the tables")
                    self.settling += settle.measure(
                        stack, self.outside_url, Path(folder) / "load", self.cores
                    )
        return Bench(self._ratios(), self._figures(), describe(self.cores))

    @contextmanager
    def _arm(self, topology: Topology) -> Iterator[LocalStack]:
        self.say(f"{topology.name}: starting")
        stack = LocalStack(topology, self.budget, self.outside_url)
        began = time.monotonic()
        with stack:
            self.starts.setdefault(topology.name, []).append(time.monotonic() - began)
            yield stack

    def _measure_monolith(self, stack: LocalStack, folder: Path) -> None:
        artefact = stack.artefact_of(stack.topology.part_of(ORDERS).name).folder
        database_url, threads = stack.owner_url(ORDERS), self.budget.replica.http_threads
        variables = self._variables(database_url)
        with serving(TARGET, artefact, variables, threads, self.cores) as replica:
            self.say("monolith: catalogue reads, and a bare app's")
            self.reads += catalogue.measure(replica, variables, threads, self.cores, self.times)
            self.say("monolith: checkouts, and pgbench's")
            checkouts = Checkouts(stack, replica, database_url, self.cores)
            ours, bare = checkouts.measure(self.times)
            self.checkouts += ours
            self.bare_checkouts += bare
        self.say("monolith: the load generator")
        self.generator_ms.append(self._generator_ms(stack.gateway_url, folder / "load"))

    def _variables(self, database_url: str) -> dict[str, str]:
        """What a replica of the monolith reads from its environment."""
        return {
            "CLEAVE_DATABASE_URL": database_url,
            "CLEAVE_POOL_SIZE": str(self.budget.replica.pool),
            "CLEAVE_OUTSIDE_URL": self.outside_url,
            "CLEAVE_OUTSIDE_TIMEOUT_MS": str(self.budget.timeouts.outside_ms),
            "CLEAVE_REMOTE_TIMEOUT_MS": str(self.budget.timeouts.remote_ms),
            "CLEAVE_SCORING_ROUNDS": str(self.budget.work.scoring_rounds),
            "CLEAVE_PART": "monolith",
            "CLEAVE_REPLICA": "monolith-bench",
            "CLEAVE_RELEASE": "base",
            "CLEAVE_VERSION": "",
            "CLEAVE_THREADS": str(self.budget.replica.http_threads),
            "CLEAVE_TRACE_PERCENT": "0",
            "CLEAVE_SPANS": "",
            **protecting(self.budget.resilience),
        }

    def _generator_ms(self, url: str, folder: Path) -> float:
        plan = LoadPlan(url, 1, GENERATOR_RATE, GENERATOR_S, warmup_s=GENERATOR_WARM_UP_S)
        report = start(plan, folder, self.cores.lab if self.cores.pinned else None).wait()
        return 1000 * report.cpu_s / report.samples

    def _ratios(self) -> tuple[Ratio, ...]:
        a_second = "a CPU second"
        return (
            Ratio("catalogue read", "our app", "a bare Flask app",
                  f"requests {a_second} of the server", 0.6, True, tuple(self.reads)),
            Ratio("checkout, monolith", "our app", "pgbench, same SQL",
                  f"orders {a_second}", 0.4, True, tuple(self.checkouts)),
            Ratio("checkout, driver alone", "psycopg on threads", "pgbench, same SQL",
                  f"orders {a_second}", None, True, tuple(self.bare_checkouts)),
            Ratio("settle, services", "an order", "the sum of its hops",
                  "ms", 2.0, False, tuple(self.settling)),
        )  # fmt: skip

    def _figures(self) -> tuple[Figure, ...]:
        return (
            *(Figure(f"start, {name}", "s", tuple(took)) for name, took in self.starts.items()),
            Figure("load generator, an operation", "ms CPU", tuple(self.generator_ms)),
        )
