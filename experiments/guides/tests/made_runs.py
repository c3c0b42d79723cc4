"""Made-up runs, written by the lab's own code, for tests of what students are asked about them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from experiments.analysis.claims import load_claims
from experiments.catalogue import experiment_named
from experiments.compare.expectations import NO_EXPECTATIONS
from experiments.compare.plan import Block, make_plan
from experiments.compare.result import Result
from experiments.compare.summary import summary_json
from experiments.compare.verdicts import verdicts_json
from experiments.compare.visited import Visit
from experiments.compare.visited_block import VisitedBlock
from experiments.method.sizes import stored_sizes
from experiments.run_folder.folder import open_run, write_json
from experiments.run_folder.seal import seal
from experiments.testing.comparison import NOISE, QUIET, agreement
from experiments.trials.settings import Settings
from experiments.trials.trial import Trial

ARMS = ("monolith", "services")
PREDICTED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RAN = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
CHECKED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

Values = dict[str, tuple[float, float]]
"""Of a metric on the monolith and on the services; each block differs a little."""

CRASH: Values = {
    "loss_of_others": (62.0, 0.1),
    "others_good": (37.5, 99.9),
    "rest_good": (20.0, 99.5),
    "recovery_s": (6.5, 0.0),
}
"""What folklore expects."""

TOUGH: Values = {
    "loss_of_others": (0.2, 0.1),
    "others_good": (99.7, 99.9),
    "rest_good": (98.0, 99.5),
    "recovery_s": (0.1, 0.0),
}
"""A monolith that shrugs it off."""

OPEN: Values = CRASH | {"loss_of_others": (1.05, 0.1), "others_good": (98.9, 99.9)}
"""Losses about as large as the margin."""

RELEASE: Values = {
    "deploy_s": (9.0, 5.0),
    "flag_s": (0.3, 0.4),
    "flag_failed": (3.0, 4.0),
    "flag_kept": (100.0, 100.0),
    "artefact_s": (8.0, 3.0),
    "artefact_failed": (40.0, 15.0),
    "artefact_kept": (0.0, 100.0),
    "keeping_good_s": (0.3, 3.0),
}


def made_run(
    runs: Path,
    experiment: str = "failure-isolation",
    values: Values = CRASH,
    blocks: int = 8,
    at: datetime = RAN,
    *,
    complete: bool = True,
    noisy: bool = False,
    claims_sha256: str = "",
) -> Path:
    """The folder of a run in which each metric comes to `values`, give or take a little."""
    settings = Settings(ARMS, 7, (experiment_named(experiment),), stored_sizes(), blocks)
    plan = make_plan(settings)
    claims, folder = load_claims(), open_run(runs, 7, at)
    visited = tuple(_visited(block, experiment, values, noisy) for block in plan.blocks)
    result = Result(plan, agreement(), visited, complete)
    planned = {"claims_sha256": claims_sha256 or claims.digest}
    folder.write("plan.json", plan.as_json() | planned)
    folder.write("summary.json", summary_json(result))
    folder.write("verdicts.json", verdicts_json(result, claims, NO_EXPECTATIONS))
    for visit in result.visits:
        _write(folder.visit(visit.number, visit.label), visit, experiment)
    return folder.path


def _visited(block: Block, experiment: str, values: Values, noisy: bool) -> VisitedBlock:
    first = 2 * block.number - 1
    pair = tuple(
        Visit(number, block.number, label, (_trial(experiment, values, label, block, noisy),))
        for number, label in enumerate(block.order, first)
    )
    return VisitedBlock(block, (pair,))


def _trial(experiment: str, values: Values, label: str, block: Block, noisy: bool) -> Trial:
    arm = ARMS.index(label)
    of_arm = {key: _spread(pair[arm], block.number + arm) for key, pair in values.items()}
    return Trial(experiment, of_arm, (NOISE if noisy else QUIET,), ())


def _spread(value: float, number: int) -> float:
    """Up and down by turns, a little more each time, so that no two blocks are alike."""
    return value if value in (0.0, 100.0) else value * (1 + 0.01 * number * (-1) ** number)


def _write(folder: Path, visit: Visit, experiment: str) -> None:
    write_json(folder / "visit.json", visit.as_json())
    write_json(folder / experiment / "observation.json", {"marks": _marks(_STEPS)})
    seal(folder)


_STEPS = (("inject", 1005.0), ("clear", 1015.02))


def _marks(steps: Sequence[tuple[str, float]]) -> list[dict[str, object]]:
    return [
        {"kind": kind, "about": "", "began_s": at_s, "done_s": at_s + 0.01} for kind, at_s in steps
    ]
