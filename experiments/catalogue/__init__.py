"""The experiments, one file each: question, method, measure. Features are named, never parts."""

from difflib import get_close_matches

from experiments.catalogue import (
    cost_of_splitting,
    failure_isolation,
    isolation_variants,
    price_of_seeing,
    rollback,
    rollback_renamed_column,
    rollback_revert,
    scaling,
    scaling_cpu,
    scaling_variants,
    work_per_request,
)
from experiments.errors import LabError
from experiments.method.experiment import Experiment

USUAL = (
    cost_of_splitting.experiment,
    failure_isolation.experiment,
    rollback.experiment,
    scaling.experiment,
)
"""What `cleave compare` runs, and what the claims are about."""

EXTRA = (
    work_per_request.experiment,
    price_of_seeing.experiment,
    rollback_revert.experiment,
    rollback_renamed_column.experiment,
    *scaling_variants.experiments,
    scaling_cpu.experiment,
    *isolation_variants.experiments,
)
"""What `cleave compare --full` runs as well, in two of its blocks, as figures."""

CATALOGUE = {experiment.name: experiment for experiment in (*USUAL, *EXTRA)}


class UnknownExperiment(LabError):
    """No experiment has this name."""


def experiment_named(name: str) -> Experiment:
    """With `_` for `-`, too. Raises UnknownExperiment, which says where the names are."""
    try:
        return CATALOGUE[name.replace("_", "-")]
    except KeyError:
        near = get_close_matches(name, CATALOGUE, 1)
        meant = f"; did you mean {near[0]!r}?" if near else ";"
        raise UnknownExperiment(
            f"no experiment is named {name!r}{meant} `cleave list` names all"
        ) from None
