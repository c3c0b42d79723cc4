"""The load generator's process: `python -m experiments.workload.generator FOLDER/load.json`.

It writes next to its plan, its report last. Start it by `experiments.workload.run.start`.
"""

import argparse
import contextlib
import gc
import logging
import os
import resource
import signal
import time
from collections import deque
from pathlib import Path

import gevent
from locust.env import Environment

from experiments.workload.client import note_breakage
from experiments.workload.plan import LoadPlan, read_plan
from experiments.workload.progress import Progress
from experiments.workload.recorder import Recorder
from experiments.workload.report import GeneratorReport
from experiments.workload.schedule import schedule
from experiments.workload.shopper import shopper_on
from experiments.workload.summary import quantile
from experiments.workload.trip import Trip
from experiments.workload.vigil import Vigil, Watched, read_clocks

BEAT_S = 0.05
BEATS_PER_PROGRESS = 10
LEAD_S = 0.2
"""Between everything being ready and the load's start."""


class Generator:
    """One load, from its plan to its report."""

    def __init__(self, folder: Path, plan: LoadPlan, parent: int) -> None:
        self._folder = folder
        self._plan = plan
        self._parent = parent
        arrivals = schedule(plan.seed, plan.rate, plan.total_s, plan.mix)
        self._arrivals = len(arrivals)
        gc.collect()
        gc.freeze()  # the schedule is not looked through again in mid load
        self._began = read_clocks()
        self._cpu_s = time.process_time()
        self._recorder = Recorder(folder, plan, self._began.wall_s + LEAD_S)
        self._trip = Trip(plan, deque(arrivals), self._recorder, self._began.monotonic_s + LEAD_S)
        self._vigil = Vigil(self._began.monotonic_s)
        self._stopped_by = ""

    def stop(self, reason: str) -> None:
        self._stopped_by = self._stopped_by or reason
        self._trip.over.set()

    def run(self) -> GeneratorReport:
        environment = Environment(user_classes=[shopper_on(self._trip)])
        environment.events.request.add_listener(note_breakage)
        runner = environment.create_local_runner()
        heartbeat = gevent.spawn(self._beat)
        runner.start(user_count=1, spawn_rate=1)
        self._trip.over.wait()
        heartbeat.kill()
        runner.quit()
        self._trip.in_flight.kill()
        self._recorder.close()
        self._progress().write(self._folder)
        report = self._report(environment)
        report.write(self._folder)
        return report

    def _beat(self) -> None:
        beats = 0
        while True:
            if beats % BEATS_PER_PROGRESS == 0:
                self._progress().write(self._folder)
            gevent.sleep(BEAT_S)
            self._vigil.beat(time.monotonic())
            beats += 1
            if os.getppid() != self._parent:
                self.stop("the end of the process that started it")

    def _progress(self) -> Progress:
        elapsed_s = time.monotonic() - self._trip.begin_s
        return Progress(
            monotonic_s=self._trip.begin_s,
            elapsed_s=elapsed_s,
            total_s=self._plan.total_s,
            sent=self._trip.sent,
            done=self._recorder.samples,
            good=self._recorder.good,
        )

    def _report(self, environment: Environment) -> GeneratorReport:
        lags = sorted(self._recorder.scored_lags_ms) or [0.0]
        ended = read_clocks()
        watched = Watched(
            self._began,
            ended,
            longest_gap_s=self._vigil.longest_gap_s,
            lag_p99_ms=quantile(lags, 0.99),
            earliest_settle_ms=self._recorder.earliest_settle_ms,
            stopped_by=self._stopped_by,
            ran_out=self._trip.ran_out,
        )
        return GeneratorReport(
            wall_s=self._began.wall_s + LEAD_S,
            monotonic_s=self._trip.begin_s,
            duration_s=ended.monotonic_s - self._trip.begin_s,
            arrivals=self._arrivals,
            samples=self._recorder.samples,
            orders=self._recorder.orders,
            http_requests=environment.stats.total.num_requests,
            http_failures=environment.stats.total.num_failures,
            lag_p50_ms=quantile(lags, 0.5),
            lag_p99_ms=watched.lag_p99_ms,
            lag_max_ms=lags[-1],
            cpu_s=time.process_time() - self._cpu_s,
            cores=tuple(sorted(os.sched_getaffinity(0))) if _can_pin() else None,
            longest_gap_s=watched.longest_gap_s,
            was_suspended=watched.was_suspended,
            stopped_by=self._stopped_by,
            objections=watched.objections(),
        )


def _can_pin() -> bool:
    return hasattr(os, "sched_setaffinity")


def _prepare(cores: list[int]) -> None:
    if cores and _can_pin():
        os.sched_setaffinity(0, cores)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # macOS names a limit that it refuses
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", type=Path, help="the load's plan; results are written next to it")
    parser.add_argument("--core", type=int, action="append", default=[], help="run on this core")
    parser.add_argument("--parent", type=int, default=os.getppid(), help="stop when it is gone")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    _prepare(options.core)
    generator = Generator(options.plan.parent, read_plan(options.plan), options.parent)
    for number in (signal.SIGINT, signal.SIGTERM):
        gevent.signal_handler(number, generator.stop, signal.Signals(number).name)
    generator.run()


if __name__ == "__main__":
    main()
