"""Each fault fired, was seen by a client, and cleared, on both arms. Pure."""

from collections.abc import Iterator

from experiments.compare.result import Result
from experiments.prove.proof import Outcome, Proof, held
from experiments.trials.trial import Trial

FAULT = "fault"
MACHINE = ("generator", "foreign CPU", "steal", "throttling", "suspend", "memory pressure")
"""Sentinels that may excuse a fault that nobody saw."""


def every_fault_real(result: Result) -> Iterator[Proof]:
    """A proof for each arm, from a run of the isolation experiments, one for each fault."""
    for arm in result.plan.labels:
        trials = [trial for visit in result.visits if visit.label == arm for trial in visit.trials]
        yield _real(f"{arm}, faults are real", trials)


def _real(name: str, trials: list[Trial]) -> Proof:
    unreal = [trial for trial in trials if any(_unreal(trial))]
    told = f"{len(trials) - len(unreal)} of {len(trials)} fired, were seen and cleared"
    seen = "; ".join((told, *(text for trial in unreal for text in _unreal(trial))))
    if not trials or (unreal and all(map(_disturbed, unreal))):
        return Proof(name, Outcome.OPEN, f"disturbed: {seen}")
    return held(name, not unreal, seen)


def _unreal(trial: Trial) -> Iterator[str]:
    for one in trial.sentinels:
        if one.name == FAULT and one.tripped:
            yield f"{trial.experiment}: {one.text}"


def _disturbed(trial: Trial) -> bool:
    return any(one.tripped and one.name in MACHINE for one in trial.sentinels)
