"""Under which conditions the arms were compared, and what kept the comparison honest."""

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.compare.remaking import AGAIN
from experiments.report.half_widths import AIMED_AT, achieved
from experiments.report.page.figures.plain import count
from experiments.report.page.reading.run import Run
from experiments.report.page.sections.machine import machine, table
from experiments.report.page.sections.noise import Noise, noise, noise_in_words
from experiments.report.page.sections.sentinels import sentinel_rows

Rows = tuple[tuple[str, ...], ...]
NOT_PINNED = (
    "This system cannot pin processes to cores: figures of time and CPU are not comparable with a"
    " pinned machine's, and verdicts on them are withheld; use Linux for them."
)
COUNTED_TWICE = (
    "This system does not tell memory in proportion to who shares it: figures of memory count"
    " shared pages for each process, and verdicts on them are withheld; use Linux for them."
)


@dataclass(frozen=True)
class Conditions:
    """`sentinels` have a row each: name, limit, the worst of either side, how often it tripped."""

    environment: Rows
    sentinels: Rows
    disturbed: tuple[str, ...]
    sentences: tuple[str, ...]
    noise: tuple[Noise, ...]
    conformance: tuple[str, ...]


def conditions(run: Run) -> Conditions:
    return Conditions(
        environment=tuple(machine(run.environment)),
        sentinels=sentinel_rows(run),
        disturbed=tuple(
            f"visit {visit.number} ({visit.label}): {text}"
            for visit in run.summary.visits
            for text in visit.disturbed
        ),
        sentences=tuple(_sentences(run)),
        noise=() if run.plan.matrix else noise(run.summary.figures),
        conformance=tuple(_conformance(run)),
    )


def _sentences(run: Run) -> Iterator[str]:
    one, two = run.plan.labels
    first, second = run.plan.first_counts
    yield f"Order: {one} was planned first in {count(first, 'block')}, {two} in {second}."
    if not table(run.environment, "cpu").get("pinned", True):
        yield NOT_PINNED
    if not run.environment.get("proportional_memory", True):
        yield COUNTED_TWICE
    yield from noise_in_words(run.summary.figures)
    yield from achieved(_aimed_at(run))
    yield from _slowdown(run)
    yield _again(run)
    loud = sum(event.facts.get("quiet_before") is False for event in run.events)
    yield f"Visits before which the machine did not become quiet within the wait: {loud}."
    same = sum(each.measured.same for each in run.trials if each.measured)
    other = sum(len(each.measured.other) for each in run.trials if each.measured)
    if same or other:
        yield (
            "When this page was made, every visit's files were held against their seals, and"
            f" {same + other} values were measured again from the raw samples: {same} came out the"
            " same."
        )


def _again(run: Run) -> str:
    if run.plan.matrix:
        made = sum(event.kind == AGAIN for event in run.events)
        return f"Trials that were disturbed and therefore made again at once: {made}."
    again = {
        label: sum(visit.label == label and bool(visit.disturbed) for visit in run.summary.visits)
        for label in run.plan.labels
    }
    reruns = "; ".join(f"{label} {number}" for label, number in again.items())
    return f"Visits that a sentinel found disturbed (their block is then made again): {reruns}."


def _slowdown(run: Run) -> Iterator[str]:
    if run.slowdown and run.slowdown.was_planted:
        yield f"{run.slowdown.in_words} Its visits stand in the run's folder, below planted/."
    elif run.slowdown:
        yield run.slowdown.in_words
    elif run.plan.full:
        yield "A slowdown is planted after the blocks; it was not looked for yet."
    elif not run.plan.planted:
        yield "No slowdown was planted to see it found: a full run plants one after its blocks."


def _aimed_at(run: Run) -> dict[str, float | None]:
    return {each.label: each.half_width for each in run.summary.figures if each.key in AIMED_AT}


def _conformance(run: Run) -> Iterator[str]:
    found = run.summary.conformance
    if found is None:
        yield "Whether the arms keep the contract had not been asked when the run ended."
        return
    arms = found.part("arms")
    for name in arms.body:
        arm = arms.part(name)
        failures = arm.texts("failures")
        yield f"{name}: {arm.whole('passed')} conformance checks pass, {len(failures)} fail."
        yield from failures
    differences = found.texts("differences")
    if differences:
        yield "The arms answer the same script differently:"
        yield from differences
    elif len(arms.body) > 1:
        yield "Both arms answer the same script alike."
