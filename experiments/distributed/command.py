"""The study from a command line: `make distributed`, `cleave run distributed-complexity`."""

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path

from rich.text import Text

from experiments.catalogue.distributed_complexity import complexity
from experiments.cli.real_lab import open_lab
from experiments.cli.request import SEEDS
from experiments.distributed.page import write_page
from experiments.distributed.run import FILE, Runner
from experiments.distributed.table import lines_of, plain
from experiments.report.documents import print_json
from experiments.report.numbers import duration
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output
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
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / FILE).write_text(json.dumps(document, indent=2) + "\n", "utf-8")
        (keep / "table.txt").write_text(plain(outcome, runner.visits), "utf-8")
    if as_json:
        print_json({**document, "folder": str(folder.path)})
    else:
        for line in lines_of(outcome, runner.visits):
            output().print(line, soft_wrap=True)
        output().print(Text(f"Report: {page}"), soft_wrap=True)
    return 1 if document["problems"] else 0
