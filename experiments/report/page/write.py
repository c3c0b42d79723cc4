"""Writes report.html into a run's folder, from what is in the folder."""

from pathlib import Path

from experiments.analysis.claims import load_claims
from experiments.errors import LabError
from experiments.report.page.html import fill_in, write_html
from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.sections.conditions import conditions
from experiments.report.page.sections.correctness import correctness
from experiments.report.page.sections.experiments import experiment_parts, left_out_parts
from experiments.report.page.sections.fairness import fairness
from experiments.report.page.sections.matrix import matrix_part
from experiments.report.page.sections.opening import opening
from experiments.report.page.sections.reproduce import commands, limits
from experiments.report.page.sections.threats import threats
from experiments.report.page.sections.verdicts import no_verdicts, verdict_cards
from experiments.report.page.sections.words import WORDS
from experiments.topology import FEATURES


def write_report(folder: Path) -> Path:
    """The page's path. Raises BrokenFolder or BrokenSeal if the folder is not as its run left it,
    and leaves an older page alone then."""
    return write_html(render_report(read_run(folder)), folder)


def render_report(run: Run) -> str:
    """The whole page."""
    one, two = run.plan.labels
    return fill_in(
        "page.html",
        hostile=True,
        run=run,
        one=one,
        two=two,
        opening=opening(run, _present_claims()),
        verdicts=verdict_cards(run),
        no_verdicts=no_verdicts(run),
        matrix=matrix_part(run),
        features=FEATURES,
        experiments=experiment_parts(run),
        left_out=left_out_parts(run),
        conditions=conditions(run),
        fairness=fairness(run),
        threats=threats(run),
        correctness=correctness(run),
        commands=commands(run),
        limits=limits(run),
        words=WORDS,
    )


def _present_claims() -> str | None:
    """The digest of the claims as they are now; None if they cannot be read."""
    try:
        return load_claims().digest
    except LabError:
        return None
