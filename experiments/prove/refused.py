"""Visits that must not count: the generator is stopped, a stranger takes a core. Pure judging."""

from experiments.compare.result import Result
from experiments.prove.proof import Proof, held


def refused(what: str, sentinel: str, result: Result) -> Proof:
    """The visits under the disturbance tripped the sentinel that is there for it."""
    tripped = [
        one.text
        for visit in result.visits
        for trial in visit.trials
        for one in trial.sentinels
        if one.tripped and one.name == sentinel
    ]
    seen = f"{len(tripped)} of {len(result.visits)} visits made invalid"
    why = f": {tripped[0].rpartition(': ')[2]}" if tripped else ""
    return held(what, len(tripped) == len(result.visits) > 0, seen + why)
