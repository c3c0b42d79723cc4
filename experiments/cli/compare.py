"""`cleave compare`: says what it will do and how long it takes, does it, shows the table."""

import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from experiments.cli.edge import Failure, Stopped, WrongUsage, explain
from experiments.cli.real_lab import open_lab
from experiments.compare.agenda import Agenda
from experiments.compare.comparison import Comparison
from experiments.compare.plan import ImpossiblePlan, Plan, Settings, make_plan
from experiments.compare.result import Result
from experiments.compare.run_folder import RUNS, RunFolder, open_run
from experiments.errors import LabError
from experiments.report.comparison_plan import plan_lines
from experiments.report.comparison_table import show_comparison
from experiments.report.documents import print_json
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output
from experiments.topology import MONOLITH, SERVICES

SEEDS = 100_000


def run(blocks: int, seed: int | None, rate: float, seconds: float, as_json: bool) -> int:
    """The exit code."""
    plan = _plan(blocks, seed, rate, seconds)
    folder = open_run(RUNS, plan.settings.seed, datetime.now(UTC))
    shown = _short(folder.path)
    _announce(plan, shown, messages() if as_json else output())
    result = _measure(plan, folder, shown)
    if as_json:
        print_json({**result.as_json(), "folder": str(folder.path)})
    else:
        show_comparison(result, shown, output())
    return result.exit_code


def _plan(blocks: int, seed: int | None, rate: float, seconds: float) -> Plan:
    number = secrets.randbelow(SEEDS) if seed is None else seed
    arms = (MONOLITH.name, SERVICES.name)
    try:
        return make_plan(Settings(arms, number, blocks, rate, seconds))
    except ImpossiblePlan as error:
        raise WrongUsage(str(error)) from None


def _announce(plan: Plan, folder: str, console: Console) -> None:
    for line in plan_lines(plan, Agenda(plan).left_s(), folder):
        console.print(Text(line))
    console.print()


def _measure(plan: Plan, folder: RunFolder, shown: str) -> Result:
    try:
        with progress_on(messages()) as watcher, open_lab(watcher.say) as lab:
            return Comparison(plan, lab, folder, watcher).run()
    except KeyboardInterrupt:
        raise Stopped(
            f"stopped; nothing is left running, what was measured is in {shown}"
        ) from None
    except OSError as error:
        raise Failure(f"{explain(error)} (run folder: {shown})") from error
    except LabError as error:
        raise Failure(f"{error} (run folder: {shown})") from error
    finally:
        sys.stdout.flush()


def _short(path: Path) -> str:
    """Relative to where the user is, if that is above it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
