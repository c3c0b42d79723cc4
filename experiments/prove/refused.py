"""Visits that must not count: the generator is stopped, a stranger takes a core. Pure judging."""

from experiments.compare.result import Result
from experiments.prove.proof import Proof


def refused(name: str, sentinel: str, result: Result) -> Proof:
    """The visits under the disturbance tripped the sentinel that is there for it."""
    tripped = [
        one.text
        for visit in result.visits
        for trial in visit.trials
        for one in trial.sentinels
        if one.tripped and one.name == sentinel
    ]
    told = f"{len(tripped)} of {len(result.visits)} visits invalid"
    return Proof(
        f"{name} makes a visit invalid",
        len(tripped) == len(result.visits) > 0,
        f"{told}: {tripped[0]}" if tripped else told,
    )
