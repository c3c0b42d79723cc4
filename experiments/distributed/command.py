"""The study from a command line: `make distributed`, `cleave run distributed-complexity`."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

from experiments.catalogue.distributed_complexity import complexity
from experiments.cli.real_lab import open_lab
from experiments.cli.request import SEEDS
from experiments.cli.study import Told
from experiments.distributed.page import write_page
from experiments.distributed.run import FILE, Runner
from experiments.distributed.table import lines_of
from experiments.report.numbers import duration
from experiments.report.progress import progress_on
from experiments.report.screen import messages
from experiments.run_folder.folder import RUNS, open_run

FOLDER = "distributed"
"""Below the runs': none of them is a comparison's."""


def run(seed: int | None, as_json: bool, keep: Path | None = None) -> int:
    """The exit code: 1 where an arm as it is broke something, or nothing is shown by a visit."""
    drawn = secrets.randbelow(SEEDS) if seed is None else seed
    with progress_on(messages()) as watcher, open_lab(watcher.say) as lab:
        folder = open_run(RUNS / FOLDER, drawn, datetime.now(UTC))
        runner = Runner(complexity, lab, folder, drawn, watcher)
        watcher.say(f"{len(runner.visits)} visits, about {duration(runner.seconds)}, seed {drawn}")
        outcome = runner.run()
    page = write_page(outcome, runner.visits, folder.path)
    document = {**outcome.as_json(), "problems": list(outcome.problems(runner.visits))}
    return Told(document, FILE, lines_of(outcome, runner.visits), page).tell(as_json, keep)
