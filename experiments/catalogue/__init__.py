"""The experiments, one file each: question, method, measure. Features are named, never parts."""

from difflib import get_close_matches

from experiments.catalogue import (
    cost_of_splitting,
    failure_isolation,
    isolation_variants,
    resilience_buffer,
    resilience_database,
    resilience_flood,
    resilience_hang,
    resilience_replicas,
    resilience_retries,
    resilience_week,
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
    rollback_revert.experiment,
    rollback_renamed_column.experiment,
    *scaling_variants.experiments,
    scaling_cpu.experiment,
    *isolation_variants.experiments,
)
"""What `cleave compare --full` runs as well, in two of its blocks, as figures."""

RESILIENCE = (
    *resilience_hang.experiments,
    *resilience_database.experiments,
    resilience_retries.experiment,
    resilience_flood.experiment,
    resilience_replicas.experiment,
    resilience_buffer.experiment,
    resilience_week.experiment,
)
"""What `make resilience` holds an arm by, with its protections and without; in no full run."""

CATALOGUE = {one.name: one for one in (*USUAL, *EXTRA, *RESILIENCE)}


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
