"""What went wrong on each side of a comparison, in whichever of its visits. Pure."""

from experiments.compare.result import Result


def reruns(result: Result, label: str) -> int:
    """How many visits to this side were disturbed, and so had their block made again."""
    return sum(visit.label == label and bool(visit.disturbed) for visit in result.every_visit)


def incorrect(result: Result, experiment: str) -> tuple[str, ...]:
    """The sides that broke an invariant in the experiment."""
    return tuple(
        label
        for label in result.plan.labels
        if any(
            trial.violations
            for visit in result.every_visit
            if visit.label == label
            for trial in visit.trials
            if trial.experiment == experiment
        )
    )


def correct(result: Result, label: str) -> tuple[int, int]:
    """How many visits to this side broke no invariant, and how many there were."""
    seen = [not visit.violations for visit in result.every_visit if visit.label == label]
    return sum(seen), len(seen)
