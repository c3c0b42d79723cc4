"""What was done, in words, from what the visits recorded themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from experiments.report.page.figures.plain import count
from experiments.report.page.views.trial import LoadView, Step, Trial

WORDS = {
    "inject": "fault switched on: {}",
    "clear": "fault switched off: {}",
    "deploy": "release deployed, part after part: {}",
    "inorder": "release deployed in as many steps as it takes where its features are apart: {}",
    "rollback": "bad change taken back by {}",
    "flagon": "flag switched back on: the bad change of {} is live again",
    "scale": "replicas changed to those that this load needs: {}",
    "limit": "no replica of the hot part given more CPU from now on: {}",
    "sampling": "all replicas replaced by such as record {} of their traces",
    "outside": "the outside world told to answer differently",
    "ask": "asked whether the good change is still there ({})",
    "ask screenings per order": "outside world asked how often it was asked: {}",
}
NOTICEABLE_S = 0.5


@dataclass(frozen=True)
class Done:
    """One step: what, and when on each arm."""

    what: str
    when: str


@dataclass(frozen=True)
class LoadDone:
    """`before` are steps taken while there was no load."""

    name: str
    before: tuple[str, ...]
    offered: str
    replicas: str
    steps: tuple[Done, ...]


def loads_done(trials: Mapping[str, Sequence[Trial]]) -> tuple[LoadDone, ...]:
    """`trials` by label."""
    most = fullest(trials)
    return tuple(_load(view, most, trials) for view in most.loads) if most else ()


def fullest(trials: Mapping[str, Sequence[Trial]]) -> Trial | None:
    """The first that had all loads: an arm may be spared some. None where there is no trial."""
    every = (each for side in trials.values() for each in side)
    return max(every, key=lambda each: len(each.loads), default=None)


def middle_steps(views: Sequence[LoadView]) -> tuple[Step, ...]:
    """The steps under one load on one arm, each at the median of its times."""
    kinds = [(step.kind, step.about) for step in views[0].steps] if views else []
    rows = [view.steps for view in views if [(s.kind, s.about) for s in view.steps] == kinds]
    return tuple(
        Step(kind, about, median(s.began_s for s in column), median(s.done_s for s in column))
        for (kind, about), column in zip(kinds, zip(*rows, strict=True), strict=True)
    )


def views_of(trials: Sequence[Trial], name: str) -> list[LoadView]:
    """Every trial's load of this name."""
    return [view for trial in trials for view in trial.loads if view.name == name]


def _load(view: LoadView, most: Trial, trials: Mapping[str, Sequence[Trial]]) -> LoadDone:
    seen = {label: views_of(side, view.name) for label, side in trials.items()}
    steps = {label: middle_steps(views) for label, views in seen.items() if views}
    return LoadDone(
        name=view.name,
        before=tuple(_word(step) for step in most.before.get(view.name, ())),
        offered=_offered(view),
        replicas="; ".join(_replicas(label, views) for label, views in seen.items() if views),
        steps=tuple(_done(step, number, steps) for number, step in enumerate(view.steps)),
    )


def _offered(view: LoadView) -> str:
    shares = ", ".join(f"{share:.0%} {name}" for name, share in view.shares.items())
    asked = f"{view.rate:g} operations a second"
    if view.clients:
        asked = f"as many operations as {view.clients} clients ask for, one after another each"
    return (
        f"{asked} ({view.mix}: {shares}) for"
        f" {view.seconds:g} s, after {view.warmup_s:g} s of warm-up that are not scored"
    )


def _replicas(label: str, views: Sequence[LoadView]) -> str:
    parts = views[0].replicas
    several = [f"{each} of {part}" for part, each in parts.items() if each > 1]
    detail = f" ({', '.join(several)})" if several and len(parts) > 1 else ""
    return f"{label} {count(sum(parts.values()), 'replica')}{detail}"


def _done(step: Step, number: int, steps: Mapping[str, Sequence[Step]]) -> Done:
    return Done(_word(step), "; ".join(_times(number, steps)))


def _times(number: int, steps: Mapping[str, Sequence[Step]]) -> Iterator[str]:
    for label, taken in steps.items():
        if number < len(taken):
            step = taken[number]
            took_s = step.done_s - step.began_s
            took = f", took {took_s:.1f} s" if took_s >= NOTICEABLE_S else ""
            yield f"{label} at {step.began_s:.1f} s{took}"


def _word(step: Step) -> str:
    """What is asked may have words of its own."""
    usual = WORDS.get(step.kind, f"{step.kind} {{}}")
    return WORDS.get(f"{step.kind} {step.about}", usual).format(step.about)
