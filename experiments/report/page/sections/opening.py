"""The head of the page: which run this is, what came of it, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from experiments.analysis.signed_rank import FEWEST
from experiments.report.page.figures.plain import count
from experiments.report.page.reading.run import Run

MOST = 8
"""Problems that are shown at the head of the page."""


@dataclass(frozen=True)
class Opening:
    """`facts` are a line, `warnings` spoil the run, `lacks` are what the folder does not hold."""

    title: str
    facts: tuple[str, ...]
    result: str
    warnings: tuple[str, ...]
    lacks: tuple[str, ...]


def opening(run: Run, present_claims: str | None) -> Opening:
    """`present_claims` is the digest of the claims that the lab has now."""
    one, two = run.plan.labels
    return Opening(
        title=f"{one} against {two}",
        facts=tuple(_facts(run)),
        result=_result(run),
        warnings=tuple(_warnings(run, present_claims)),
        lacks=tuple(_lacks(run)),
    )


def _facts(run: Run) -> Iterator[str]:
    yield f"run {run.name}"
    if run.events:
        yield f"begun {run.events[0].at[:16].replace('T', ' ')} UTC"
    yield f"{_judged_by(run)} of {count(len(run.plan.usual), 'block')} scored{_disturbed(run)}"
    yield f"seed {run.plan.seed}"
    yield "verdicts adjusted for their number" if run.plan.full else "provisional"


def _disturbed(run: Run) -> str:
    """Calm blocks are preferred, so either none of those scored is disturbed or every one is."""
    if not run.summary.noisy:
        return ""
    return ", but disturbed" if _judged_by(run) == 1 else ", all disturbed"


def _judged_by(run: Run) -> int:
    """How many blocks."""
    return len(run.plan.usual & run.summary.scored.keys())


def _result(run: Run) -> str:
    if run.rulings is None or not run.rulings.verdicts:
        return ""
    counts = Counter(each.ruling or "without a verdict" for each in run.rulings.verdicts)
    return ", ".join(f"{number} {ruling}" for ruling, number in counts.most_common())


def _warnings(run: Run, present_claims: str | None) -> Iterator[str]:
    summary = run.summary
    if not summary.complete:
        yield f"This run is not complete: {_why_incomplete(run)}."
    if summary.noisy:
        yield "Something disturbed the machine in every block: do not trust these figures."
    yield from summary.problems[:MOST]
    if len(summary.problems) > MOST:
        yield f"{len(summary.problems) - MOST} more problems: see below, and the folder."
    if run.plan.planted:
        planted = ", ".join(f"{fault.name} of {fault.feature}" for fault in run.plan.planted)
        yield f"A difference was planted in {run.plan.labels[1]}, to see it found: {planted}."
    if present_claims not in (None, run.plan.claims_sha256):
        yield (
            "The claims have changed since this run was planned: its verdicts are on the claims"
            f" as they were ({run.plan.claims_sha256[:12]})."
        )
    other = sorted({key for each in run.trials if each.measured for key in each.measured.other})
    if other:
        yield (
            "This version of the lab measures these metrics otherwise than the run did; shown is"
            f" what the run measured: {', '.join(other)}."
        )


def _why_incomplete(run: Run) -> str:
    stops = [event for event in run.events if event.kind == "interrupted"]
    last = run.events[-1] if run.events else None
    if stops and stops[-1] is last:
        return _stopped_by(
            str(stops[-1].facts.get("by", "")), str(stops[-1].facts.get("why") or "")
        )
    return "it is still going on, or was killed"


def _stopped_by(error: str, why: str) -> str:
    """For a reader who does not know Python's names; the events in the folder have them."""
    if error == "KeyboardInterrupt":
        return "it was stopped by Ctrl-C or a signal"
    told = why.strip().rstrip(".")
    return f"an error ended it: {told}" if told else "an error ended it"


def _lacks(run: Run) -> Iterator[str]:
    if not run.summary.visits:
        yield "No pair of visits was finished: there are no figures."
    else:
        yield from _data_lacking(run)
    if run.rulings is None:
        yield "No verdicts were written down."
    if run.unused:
        unused = ", ".join(run.unused)
        yield f"Visits that count for nothing, as their block was cut short: {unused}."
    if not run.environment:
        yield "What machine and software this was made with is not known."


def _data_lacking(run: Run) -> Iterator[str]:
    if _judged_by(run) < FEWEST and not run.plan.matrix:
        yield (
            f"With fewer than {FEWEST} blocks there is no 95% interval and no verdict: the dots are"
            " all there is."
        )
    if not any(each.view for each in run.trials):
        yield "The raw data is not in this folder: there are no timelines and no resources."
    elif not any(each.measured for each in run.trials):
        yield (
            "The raw samples are not in this folder, only what the drawings need of them: nothing"
            " could be measured again."
        )
    if not any(each.checked for each in run.trials):
        yield "What the checkers saw is not in this folder, only the violations they found."
