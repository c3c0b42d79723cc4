"""The experiments, one file each: question, method, measure. Features are named, never parts."""

from difflib import get_close_matches

from experiments.catalogue import (
    automatic_rollback,
    blast_cell,
    blast_radius,
    cell_name,
    contract_change,
    cost_of_splitting,
    expand_contract,
    failure_isolation,
    isolation_variants,
    message_versions,
    price_of_seeing,
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
    rolling_deploy,
    scaling,
    scaling_cpu,
    scaling_variants,
    transport,
    work_per_request,
)
from experiments.errors import LabError
from experiments.faults.fault import FaultError
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
    rolling_deploy.experiment,
    contract_change.experiment,
    automatic_rollback.experiment,
    *scaling_variants.experiments,
    scaling_cpu.experiment,
    *isolation_variants.experiments,
)
"""What `cleave compare --full` runs as well, in two of its blocks, as figures: as much as its time
allows, and of the faults a choice. A test holds it to its two and a half hours."""

BY_NAME = (
    price_of_seeing.experiment,
    expand_contract.experiment,
    message_versions.experiment,
    transport.experiment,
)
"""What only `cleave run NAME` runs, as it does every fault: a full run has no time for it."""

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

CATALOGUE = {one.name: one for one in (*USUAL, *EXTRA, *BY_NAME, *RESILIENCE)}

QUESTIONS = {
    **{name: experiment.question for name, experiment in CATALOGUE.items()},
    cell_name.NAME: blast_radius.QUESTION,
}
"""By what `cleave run` understands: of a matrix the name of all its cells."""


class UnknownExperiment(LabError):
    """No experiment has this name."""


def experiments_named(name: str, full: bool = False) -> tuple[Experiment, ...]:
    """The one of this name, or the cells of a matrix: those that tell most, or all with `full`.
    Raises UnknownExperiment."""
    if name.replace("_", "-") == cell_name.NAME:
        return blast_radius.every() if full else blast_radius.telling()
    return (experiment_named(name),)


def experiment_named(name: str) -> Experiment:
    """With `_` for `-`, too; isolation-FAULT-FEATURE is one for every fault, and so is a single
    cell of a matrix. Raises UnknownExperiment, which says where the names are."""
    wanted = name.replace("_", "-")
    try:
        found = CATALOGUE.get(wanted) or isolation_variants.isolation_named(wanted)
    except FaultError as error:
        raise UnknownExperiment(f"no experiment is named {name!r}: {error}") from None
    found = found or blast_cell.cell_named(wanted)
    if found is None:
        near = get_close_matches(name, QUESTIONS, 1)
        meant = f"; did you mean {near[0]!r}?" if near else ";"
        raise UnknownExperiment(f"no experiment is named {name!r}{meant} `cleave list` names all")
    return found


def known_experiment(name: str) -> Experiment | None:
    """None for one that this version of the lab does not have."""
    try:
        return experiment_named(name)
    except UnknownExperiment:
        return None
