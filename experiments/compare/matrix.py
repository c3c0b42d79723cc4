"""The matrix of a run: what each fault left of each feature, on each side. Pure.

It is read off visits, which the console has in memory and the page in a folder: both say the same.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from experiments.catalogue.blast_cell import WATCHED_S
from experiments.catalogue.cell_name import parts_of
from experiments.compare.cells import Cell, Matrix, Phase, Row, Seen, State
from experiments.compare.result import Result
from experiments.compare.visited import Visit
from experiments.measure.by_feature import (
    ASKED,
    GOOD,
    P99,
    PHASES,
    RECOVERY,
    key_of,
    settle_key,
)
from experiments.measure.metric import Value
from experiments.measure.recovery import WELL_FOR_S
from experiments.topology import FEATURES
from experiments.trials.trial import Trial

LATEST_S: Final = WATCHED_S - WELL_FOR_S
"""After a fault's end: a recovery that begins later is not seen any more."""


def matrix_in(result: Result) -> Matrix:
    """Of a run whose experiments are cells of one."""
    settings = result.plan.settings
    names = [experiment.name for experiment in settings.experiments]
    absent, labels = settings.absent, result.plan.labels
    return matrix_of(settings.matrix, labels, names, absent, result.visits)


def matrix_of(
    name: str,
    labels: tuple[str, str],
    experiments: Sequence[str],
    absent: Mapping[str, Mapping[str, str]],
    visits: Sequence[Visit],
) -> Matrix:
    """`absent` are, by label, the experiments that a side has nothing for, each with the reason."""

    def row(experiment: str) -> Row:
        cells = {
            label: _cell(experiment, absent.get(label, {}), _of(label, visits)) for label in labels
        }
        return Row(experiment, *parts_of(experiment), cells)

    return Matrix(name, labels, tuple(map(row, experiments)))


def _of(label: str, visits: Sequence[Visit]) -> list[Visit]:
    return [visit for visit in visits if visit.label == label]


def _cell(experiment: str, absent: Mapping[str, str], visits: Sequence[Visit]) -> Cell:
    if experiment in absent:
        return Cell(State.ABSENT, (absent[experiment],))
    made = [
        (trial, news)
        for visit in visits
        for trial, (_, news) in zip(visit.trials, visit.news, strict=True)
        if trial.experiment == experiment
    ]
    if not made:
        return Cell(State.AWAITED)
    violations = tuple(text for _, news in made for text in news)
    calm = [trial for trial, _ in made if not trial.disturbed]
    if not calm:
        return Cell(State.INVALID, made[-1][0].disturbed, violations=violations)
    return _seen(calm, violations)


def _seen(trials: Sequence[Trial], violations: tuple[str, ...]) -> Cell:
    recovery_s = _median(trials, RECOVERY)
    return Cell(
        State.SEEN,
        visits=len(trials),
        phases={phase: _phase(trials, phase) for phase in PHASES},
        recovery_s=recovery_s,
        recovered=recovery_s is not None and recovery_s <= LATEST_S,
        violations=violations,
    )


def _phase(trials: Sequence[Trial], phase: str) -> Phase:
    def seen(feature: str) -> Seen:
        return Seen(*(_median(trials, key_of(phase, feature, what)) for what in (ASKED, GOOD, P99)))

    return Phase({each: seen(each) for each in FEATURES}, _median(trials, settle_key(phase)))


def _median(trials: Sequence[Trial], key: str) -> Value:
    values = [trial.values.get(key) for trial in trials]
    known = [value for value in values if value is not None]
    return median(known) if known else None
