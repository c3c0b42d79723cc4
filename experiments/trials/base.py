"""What the replicas of an arm start from, so that nothing is deployed to inject a fault."""

from experiments.artefacts.release import Release
from experiments.faults.fault import Fault
from experiments.faults.switchable import switchable
from experiments.method.experiment import Experiment


def release_for(experiments: tuple[Experiment, ...], planted: tuple[Fault, ...]) -> Release:
    """The same on both sides: the features that will be made to fail are switchable in all."""
    faulty = [feature for one in experiments for feature in one.switched]
    receiving = [feature for one in experiments for feature in one.receiving]
    skewed = [feature for one in experiments for feature in one.skewed]
    return switchable(faulty + [fault.feature for fault in planted], receiving, skewed)
