"""The values of a visit measured once more, from its raw data, when the page is made."""

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.catalogue import known
from experiments.errors import LabError
from experiments.measure.observation import Observation
from experiments.report.page.reading.figures import same
from experiments.trials.trial import Trial


@dataclass(frozen=True)
class Measured:
    """How many values gave the same again, and the keys of those that gave something else. The
    raw data is sealed, so then this version of the lab measures them otherwise than the run did."""

    same: int
    other: tuple[str, ...]


def measure_again(trial: Trial, seen: Observation) -> Measured:
    """A metric that this version of the lab does not have is not counted."""
    again = dict(_again(trial, seen))
    other = tuple(key for key, value in again.items() if not same(value, trial.values[key]))
    return Measured(len(again) - len(other), other)


def _again(trial: Trial, seen: Observation) -> Iterator[tuple[str, float | None]]:
    experiment = known(trial.experiment)
    for metric in experiment.metrics if experiment else ():
        if metric.key not in trial.values:
            continue
        try:
            value = metric.of(seen)
        except (LabError, LookupError):  # the experiment has got other steps since
            continue
        yield metric.key, value
