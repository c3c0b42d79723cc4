"""Whether the values of a visit follow from its raw data, measured once more."""

from collections.abc import Iterator

from experiments.catalogue import CATALOGUE
from experiments.compare.visited import Trial
from experiments.errors import LabError
from experiments.measure.observation import Observation
from experiments.report.page.reading.documents import BrokenFolder
from experiments.report.page.reading.figures import same


def require_measured(place: str, trial: Trial, seen: Observation) -> int:
    """How many values of the trial were measured again from `seen`, all with the same result; a
    metric that this version of the lab does not have is not among them. Raises BrokenFolder."""
    count = 0
    for key, value in _again(trial, seen):
        if not same(value, trial.values[key]):
            raise BrokenFolder(
                f"{place}: {key} is {_shown(trial.values[key])}, but its raw data gives"
                f" {_shown(value)}: edited, or measured by another version of the lab"
            )
        count += 1
    return count


def _again(trial: Trial, seen: Observation) -> Iterator[tuple[str, float | None]]:
    experiment = CATALOGUE.get(trial.experiment)
    for metric in experiment.metrics if experiment else ():
        if metric.key not in trial.values:
            continue
        try:
            value = metric.of(seen)
        except (LabError, LookupError):  # the experiment has got other steps since
            continue
        yield metric.key, value


def _shown(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.6g}"
