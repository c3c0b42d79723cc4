"""`cleave compare`: says what it will do and how long it takes, does it, shows the table."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from experiments.analysis.claims import Claims, load_claims
from experiments.cli.defaults import LOCAL
from experiments.cli.edge import Failure, Stopped, explain
from experiments.cli.real_lab import open_lab
from experiments.cli.request import Request, as_before, plan_of, possible, taken_up
from experiments.compare.agenda import Agenda
from experiments.compare.comparison import Comparison
from experiments.compare.expectations import Expectations
from experiments.compare.plan import Plan
from experiments.compare.reference import Reference, read_reference
from experiments.compare.resume import NO_CHECKPOINT, Checkpoint, stack_of
from experiments.compare.summary import summary_json
from experiments.compare.verdicts import verdicts, verdicts_json
from experiments.errors import LabError
from experiments.guides.predictions import predictions
from experiments.report.closing import show_closing
from experiments.report.comparison_plan import plan_lines, resumed_lines
from experiments.report.comparison_table import show_comparison
from experiments.report.documents import print_json
from experiments.report.matrix_text import show_matrix
from experiments.report.page.write import write_report
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output
from experiments.report.verdict_table import show_reference, show_verdicts
from experiments.run_folder.folder import RUNS, RunFolder, find_run, open_run
from experiments.trials.lab import Lab, Say


def run(request: Request, as_json: bool) -> int:
    """A new comparison. The exit code. What no machine could do is refused before what `up` left is
    ended for it."""
    asked = plan_of(request)
    possible(asked, {})

    def open_folder() -> RunFolder:
        return open_run(RUNS, asked.settings.seed, datetime.now(UTC))

    return _compare(lambda lab: possible(asked, lab.unable), open_folder, None, as_json, request.on)


def resume(name: str, as_json: bool) -> int:
    """Goes on with the one in `runs/NAME`. The exit code."""
    plan, folder, checkpoint = taken_up(find_run(RUNS, name))
    on = stack_of(folder) or LOCAL
    return _compare(
        lambda lab: as_before(plan, folder, lab), lambda: folder, checkpoint, as_json, on
    )


def _compare(
    plan_for: Callable[[Lab], Plan],
    open_folder: Callable[[], RunFolder],
    taken_up: Checkpoint | None,
    as_json: bool,
    on: str,
) -> int:
    """The folder is opened once nothing stands in the way: what is refused leaves none. `taken_up`
    is None for a new run."""
    checkpoint = taken_up or NO_CHECKPOINT
    claims = load_claims()
    expected = Expectations(predictions(claims.by_id, claims.digest), _reference(claims))
    with progress_on(messages()) as watcher, _lab(on, watcher.say) as lab:
        plan = plan_for(lab)
        folder = open_folder()
        _announce(plan, taken_up, folder, messages() if as_json else output())
        with _told(folder):
            result = Comparison(plan, claims, lab, folder, watcher, expected, checkpoint).run()
    page = write_report(folder.path) if result.scored else None
    if as_json:
        told = verdicts_json(result, claims, expected)
        print_json(
            {**summary_json(result), "verdicts": told["verdicts"], "folder": str(folder.path)}
        )
    else:
        show = show_matrix if plan.settings.matrix else show_comparison
        show(result, output())
        ruled = verdicts(result, claims)
        show_verdicts(ruled, expected, plan.settings.full, output())
        show_reference(ruled, expected.reference, lab.describe(), output())
        show_closing(result, shown(folder), page is not None, output())
    return result.exit_code


def _lab(on: str, say: Say) -> contextlib.AbstractContextManager[Lab]:
    """With the arms where they were asked for."""
    if on == LOCAL:
        return open_lab(say)
    from experiments.cli.docker_lab import open_docker_lab

    return open_docker_lab(say)


def _reference(claims: Claims) -> Reference | None:
    """None where there is none to hold a run against."""
    found = read_reference()
    if found is not None and found.claims_sha256 != claims.digest:
        messages().print("The reference run was made under other claims: it is left aside.")
        return None
    return found


def _announce(plan: Plan, taken_up: Checkpoint | None, folder: RunFolder, console: Console) -> None:
    done = taken_up.done if taken_up else ()
    for line in plan_lines(plan, Agenda(plan, done).left_s(), shown(folder)):
        console.print(Text(line))
    if taken_up:
        for line in resumed_lines(plan, done, folder.visits_begun()):
            console.print(Text(line))
    console.print()


@contextlib.contextmanager
def _told(folder: RunFolder) -> Iterator[None]:
    """What ends a run early says where it can be found."""
    try:
        yield
    except KeyboardInterrupt:
        raise Stopped(
            f"stopped; nothing is left running; go on with: cleave compare --resume"
            f" {folder.path.name}"
        ) from None
    except OSError as error:
        raise Failure(f"{explain(error)} (run folder: {shown(folder)})") from error
    except LabError as error:
        raise Failure(f"{error} (run folder: {shown(folder)})") from error
    finally:
        sys.stdout.flush()


def shown(folder: RunFolder) -> str:
    """Relative to where the user is, if that is above it."""
    path, here = folder.path, Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
