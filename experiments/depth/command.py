"""The study from a command line: `make depth`, `cleave run scaling-depth`."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.text import Text

from experiments.catalogue.scaling_depth import depth
from experiments.cli.edge import Failure
from experiments.cli.real_lab import open_lab
from experiments.cli.request import SEEDS
from experiments.cli.study import Told
from experiments.depth.page import write_page
from experiments.depth.run import FILE, Runner, seconds
from experiments.depth.table import lines_of
from experiments.report.numbers import duration
from experiments.report.progress import progress_on
from experiments.report.screen import messages
from experiments.run_folder.folder import RUNS, open_run
from experiments.stacks.protocol import Ability
from experiments.trials.lab import Lab

FOLDER = "depth"
"""Below the runs': none of them is a comparison's."""


def run(
    seed: int | None, as_json: bool, keep: Path | None = None, blocks: int = depth.visits
) -> int:
    """The exit code: 1 where an arm broke a promise, or an arm's figures are too few. Raises
    Failure, before anything is started, where replicas can be held to no quota."""
    study = replace(depth, visits=blocks)
    drawn = secrets.randbelow(SEEDS) if seed is None else seed
    with progress_on(messages()) as watcher, open_lab(watcher.say) as lab:
        _require_quotas(lab)
        folder = open_run(RUNS / FOLDER, drawn, datetime.now(UTC))
        runner = Runner(study, lab, folder, drawn, watcher)
        about = duration(seconds(study))
        watcher.say(f"{len(runner.visits)} visits, about {about}, seed {drawn}")
        outcome = runner.run()
    page = write_page(outcome, folder.path)
    told = Told(outcome.as_json(), FILE, map(Text, lines_of(outcome)), page)
    return told.tell(as_json, keep)


def _require_quotas(lab: Lab) -> None:
    if (why := lab.unable.get(Ability.CPU_QUOTA)) is not None:
        raise Failure(f"{depth.name} is not run: {why}; `cleave doctor` tells what helps")
