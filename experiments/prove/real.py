"""Each fault fired, was seen by a client, and cleared, on both arms. Pure."""

from collections.abc import Iterator

from experiments.compare.result import Result
from experiments.prove.proof import Outcome, Proof, held
from experiments.trials.trial import Trial

FAULT = "fault"
MACHINE = ("generator", "foreign CPU", "steal", "throttling", "suspend", "memory pressure")
"""Sentinels that may excuse a fault that nobody saw."""


def every_fault_real(result: Result, what: str) -> Iterator[Proof]:
    """A proof of `what` for each arm, from a run of the isolation experiments, one for each fault.
    What the machine cannot do is named, and no reason against the rest."""
    plan = result.plan
    untried = "; ".join(f"not tried: {name}: {why}" for name, why in plan.settings.left_out.items())
    for arm in dict.fromkeys(plan.settings.arms):
        visits = [visit for visit in result.visits if plan.side(visit.label).arm == arm]
        trials = [trial for visit in visits for trial in visit.trials]
        yield _real(f"{arm}, {what}", trials, untried)


def _real(name: str, trials: list[Trial], untried: str) -> Proof:
    unreal = [trial for trial in trials if any(_unreal(trial))]
    told = f"{len(trials) - len(unreal)} of {len(trials)} fired, were seen and cleared"
    reasons = (text for trial in unreal for text in _unreal(trial))
    seen = "; ".join(filter(None, (told, *reasons, untried)))
    if not trials or (unreal and all(map(_disturbed, unreal))):
        return Proof(name, Outcome.OPEN, f"disturbed: {seen}")
    return held(name, not unreal, seen)


def _unreal(trial: Trial) -> Iterator[str]:
    for one in trial.sentinels:
        if one.name == FAULT and one.tripped:
            yield f"{trial.experiment}: {one.text}"


def _disturbed(trial: Trial) -> bool:
    return any(one.tripped and one.name in MACHINE for one in trial.sentinels)
