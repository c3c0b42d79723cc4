"""The rows of a comparison's table: every metric of every experiment, over the blocks. Pure."""

from collections.abc import Iterator

from experiments.analysis.question import Pair
from experiments.compare.result import Result
from experiments.compare.row import Row
from experiments.compare.visited_block import FIRST, LAST, VisitedBlock
from experiments.measure.metric import Metric
from experiments.method.experiment import Experiment
from experiments.trials.settings import Settings


def rows_of(result: Result) -> tuple[Row, ...]:
    """One a metric, by experiment, in the plan's order."""
    settings, kept = result.plan.settings, (*result.scored, *result.extra)
    return tuple(
        Row(
            experiment.name,
            metric,
            result.plan.labels,
            tuple(_pairs(result, experiment.name, metric.key, kept, LAST)),
            tuple(_pairs(result, experiment.name, metric.key, result.blocks, FIRST)),
            tuple(_unheld(settings, experiment, metric)),
            settings.sizes.most,
        )
        for experiment in (*settings.experiments, *settings.extras)
        for metric in experiment.metrics
    )


def _pairs(
    result: Result, experiment: str, key: str, blocks: tuple[VisitedBlock, ...], attempt: int
) -> Iterator[Pair]:
    for visited in blocks:
        if experiment in visited.block.experiments:
            yield visited.pair(result.plan.labels, experiment, key, attempt)


def _unheld(settings: Settings, experiment: Experiment, metric: Metric) -> Iterator[str]:
    for side in settings.sides:
        if set(metric.needs) & set(settings.sizes.unheld(experiment, side.arm)):
            yield side.label
