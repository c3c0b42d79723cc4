"""One comparison that lives long: after each visit it writes down what its own process holds.

python -m experiments.endurance.long_run BLOCKS SEED FOLDER
"""

import gc
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil
import typer

from experiments.analysis.claims import load_claims
from experiments.cli.edge import run
from experiments.cli.real_lab import open_lab
from experiments.compare.agreement import Agreement
from experiments.compare.comparison import Comparison
from experiments.compare.plan import make_plan
from experiments.compare.result import Result
from experiments.compare.visited import Visit
from experiments.endurance.flat import Reading
from experiments.measure.cost import MIB, goodput
from experiments.measure.metric import Metric
from experiments.method.experiment import Experiment
from experiments.method.sizes import stored_sizes
from experiments.method.steps import load, wait
from experiments.run_folder.folder import open_run
from experiments.topology import MONOLITH, SERVICES
from experiments.trials.lab import Lab
from experiments.trials.settings import LEAST_SECONDS, Settings
from experiments.workload.mixes import MIXED

FILE: Final = "readings.jsonl"
KNOWN: Final = Agreement({}, ())
"""That the arms answer alike is not asked here."""
SHORT: Final = Experiment(
    name="long-run",
    question="Does the lab grow?",
    method=(load(MIXED), wait(LEAST_SECONDS)),
    metrics=(Metric("good_per_s", "good operations", "/s", 1, goodput()),),
)
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def long_run(blocks: int, seed: int, folder: Path) -> None:
    """Writes a reading for each visit into FOLDER, and the comparison's own files."""
    with open_lab(_nobody) as lab:
        compare(lab, blocks, seed, folder, read_own_process)


def compare(lab: Lab, blocks: int, seed: int, folder: Path, read: Callable[[], Reading]) -> None:
    """Reads before each visit, where a comparison would wait until the machine is quiet, and after
    the last."""

    def note() -> None:
        with (folder / FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(read())) + "\n")

    def instead_of_waiting(_folder: Path) -> bool:
        note()
        return True

    folder.mkdir(parents=True, exist_ok=True)
    arms = (MONOLITH.name, SERVICES.name)
    plan = make_plan(Settings(arms, seed, (SHORT,), stored_sizes(), blocks, warmup_s=0.0))
    kept = open_run(folder / "runs", seed, datetime.now(UTC))
    watched = replace(lab, await_quiet=instead_of_waiting)
    Comparison(plan, load_claims(), watched, kept, Silent(), agreement=KNOWN).run()
    note()


def read_own_process() -> Reading:
    process = psutil.Process()
    gc.collect()
    memory = process.memory_info().rss / MIB
    return Reading(memory, sys.getallocatedblocks(), process.num_fds(), process.num_threads())


def readings_in(folder: Path) -> tuple[Reading, ...]:
    """Those that were written, also by a run that did not come to its end."""
    file = folder / FILE
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return tuple(Reading(**json.loads(line)) for line in lines)


class Silent:
    """A Watcher that keeps nothing, so that it cannot be what grows."""

    def begin(self, title: str, stage_s: float, after_s: float) -> None: ...

    def detail(self, text: str) -> None: ...

    def measured(self, result: Result, newest: Visit | None) -> None: ...

    def say(self, text: str) -> None: ...


def _nobody(_line: str) -> None:
    """Nobody is told."""


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:]))
