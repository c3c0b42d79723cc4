"""Each fault fired, was seen by a client, and cleared, on both arms. Pure."""

from experiments.compare.result import Result
from experiments.prove.proof import Proof


def every_fault_real(result: Result) -> Proof:
    """From a run of the isolation experiments, one for each fault."""
    trials = [(visit.label, trial) for visit in result.visits for trial in visit.trials]
    unreal = [
        f"{label}: {one.text}"
        for label, trial in trials
        for one in trial.sentinels
        if one.name == "fault" and one.tripped
    ]
    told = f"{len(trials) - len(unreal)} of {len(trials)} faults fired, were seen and cleared"
    return Proof(
        "each fault is real",
        not unreal and bool(trials),
        "; ".join([told, *unreal]),
    )
