"""One fault, while every feature is asked for: what is left of each, and for how long?"""

from functools import cache

from experiments.catalogue.cell_name import NAME, name_of, parts_of
from experiments.faults.catalogue import fault_named
from experiments.faults.fault import FaultError
from experiments.measure.by_feature import metrics_of
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import clear, inject, load, wait
from experiments.workload.mixes import EVERY_FEATURE

WATCHED_S = 15.0  # after the fault: a replica that crashes all the time waits for up to 8 s of them


@cache
def cell(fault: str, feature: str) -> Experiment:
    """Raises FaultError for what there is not, or what does not go together."""
    hurt = fault_named(fault, feature)
    begun = (load(EVERY_FEATURE), wait(2), inject(hurt), wait(8))
    return Experiment(
        name=name_of(fault, feature),
        question=f"{hurt}: how far does it reach?".capitalize(),
        steady_state=STEADY,
        matrix=NAME,
        method=(*begun, clear(feature), wait(WATCHED_S)),
        metrics=metrics_of(feature),
        extra_s=2.0,
    )


def cell_named(name: str) -> Experiment | None:
    """None for a name that is no cell's."""
    try:
        return cell(*parts_of(name)) if name.startswith(f"{NAME}-") else None
    except FaultError:
        return None
