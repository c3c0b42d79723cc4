"""What a load needed: the replicas that each arm was given for it, and how they were found."""

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.catalogue import known_experiment
from experiments.method.sizes import Sizes
from experiments.report.page.figures.plain import count
from experiments.report.page.reading.run import Run
from experiments.run_folder.documents import Document


@dataclass(frozen=True)
class Needed:
    """`level` is what had to be held, "" where this version of the lab does not know it. `arms`: a
    sentence each. `looks` are those of the pilot, in their order."""

    level: str
    by: str
    arms: tuple[str, ...]
    looks: tuple[str, ...]


BY = {
    "pilot": "found by this run's pilot, the fewest that held the service level",
    "stored": "as stored, from a pilot on another day or machine: this run made none",
}


def needed(run: Run, experiment: str) -> Needed | None:
    """None for an experiment that scales nothing."""
    sizes = run.plan.sizes
    if not sizes.replicas.get(experiment):
        return None
    known = known_experiment(experiment)
    return Needed(
        level=str(known.slo) if known and known.slo else "",
        by=BY.get(sizes.by, sizes.by),
        arms=tuple(_arm(sizes, experiment, arm) for arm in sizes.replicas[experiment]),
        looks=tuple(_looks(run, experiment)),
    )


def _arm(sizes: Sizes, experiment: str, arm: str) -> str:
    unconfirmed = sizes.unconfirmed.get(experiment, {}).get(arm, ())
    found = sizes.replicas[experiment][arm].items()
    told = (_times(times, replicas, times in unconfirmed) for times, replicas in found)
    return f"{arm}: {', '.join(told)}"


def _times(times: str, replicas: int, unconfirmed: bool) -> str:
    if not replicas:
        return f"not even the most for {times}x"
    return f"{replicas} for {times}x" + (" (by one look only)" if unconfirmed else "")


def _looks(run: Run, experiment: str) -> Iterator[str]:
    for event in run.events:
        if event.kind == "pilot look" and event.facts.get("experiment") == experiment:
            look = Document("events.jsonl: pilot look", event.facts)
            missed = ", ".join(look.texts("missed")) or "held"
            replicas = count(look.whole("replicas"), "replica")
            seconds = f"{look.number('seconds'):g} s"
            yield f"{look.text('arm')}, {replicas}, {look.text('load')} for {seconds}: {missed}"
