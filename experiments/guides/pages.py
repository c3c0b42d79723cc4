"""What a student reads at each step, as lines of 80 columns. Nothing before the run tells what it
will show."""

from collections.abc import Iterator
from pathlib import Path

from experiments.analysis.signed_rank import FEWEST
from experiments.guides.attempt import Attempt, Run
from experiments.guides.desk import paragraphs
from experiments.guides.evidence import Evidence
from experiments.guides.guide import Foreseen, Guide
from experiments.guides.lesson import Lesson, Stage
from experiments.guides.minutes import run_s
from experiments.guides.prediction import Prediction
from experiments.guides.texts import filled, shown, shown_ruling
from experiments.report.numbers import duration

NEXT = {
    Stage.NEW: "start",
    Stage.PREDICTED: "run",
    Stage.RUN: "check",
    Stage.DONE: "explain",
}


def command(step: str, guide: Guide) -> str:
    return f"./cleave lab {step} {guide.name}"


def list_page(lessons: tuple[Lesson, ...]) -> Iterator[str]:
    for lesson in lessons:
        yield f"# {lesson.guide.name}  ({lesson.stage})"
        yield from paragraphs(lesson.guide.question, indent=2)
        run = duration(run_s(lesson.guide))
        yield f"  it runs {lesson.guide.experiment}, about {run}"
        yield f"  next: {command(NEXT[lesson.stage], lesson.guide)}"
        yield ""


def start_page(lesson: Lesson) -> Iterator[str]:
    guide = lesson.guide
    yield f"# {guide.title}"
    yield from paragraphs(guide.question)
    yield ""
    yield from paragraphs(filled(guide.background, lesson.claims))
    yield ""
    yield "# Code to read"
    for anchor in guide.code:
        yield f"  {anchor.path}:{anchor.line()}"
        yield from paragraphs(anchor.look, indent=6)
    yield ""
    yield from paragraphs(
        f"The run: {guide.experiment}, {guide.blocks} blocks, about {duration(run_s(guide))}. With"
        f" fewer than {FEWEST} blocks it gives figures and no verdict."
    )
    yield f"Next: {command('predict', guide)}"


def prediction_page(prediction: Prediction) -> Iterator[str]:
    yield f"Predicted at {prediction.at}, attempt {prediction.attempt}:"
    for claim, said in prediction.claims.items():
        yield f"  {claim}  {said.says}, {shown(said.number)} {said.unit}"
    yield from paragraphs(f"Because: {prediction.why}", indent=2)


def ran_page(guide: Guide, run: Run) -> Iterator[str]:
    if run.unusable:
        yield from paragraphs(f"This run cannot be used: {run.unusable}.")
    else:
        yield f"Next: {command('explain', guide)}, then {command('check', guide)}"


def explanation_page(lesson: Lesson, attempt: Attempt, seen: Evidence) -> Iterator[str]:
    guide = lesson.guide
    yield f"# {guide.title}"
    yield from run_lines(attempt, seen)
    for each in guide.foreseen:
        yield ""
        yield from _claim_lines(each, lesson, attempt.prediction, seen)
    yield ""
    yield from paragraphs(f"You had written: {attempt.prediction.why}")
    yield ""
    yield from paragraphs(filled(guide.explanation, lesson.claims, seen))
    yield ""
    yield f"Next: {command('check', guide)}"


def run_lines(attempt: Attempt, seen: Evidence) -> Iterator[str]:
    """Which run is spoken of, and what spoils it."""
    blocks = "1 block" if seen.blocks == 1 else f"{seen.blocks} blocks"
    number = len(attempt.usable)
    which = f", your run {number} for this prediction" if number > 1 else ""
    yield from paragraphs(f"Your run: {_short(seen.folder)} ({blocks}{which})")
    yield f"Its page: {_short(seen.folder / 'report.html')}"
    if seen.noisy:
        yield from paragraphs("NOISY: something disturbed the machine; do not trust the figures.")
    for problem in seen.problems:
        yield from paragraphs(f"PROBLEM: {problem}")


def _claim_lines(
    each: Foreseen, lesson: Lesson, prediction: Prediction, seen: Evidence
) -> Iterator[str]:
    said = prediction.claims[each.claim]
    yield f"# Claim {each.claim}"
    yield from paragraphs(lesson.claims.by_id[each.claim].text)
    yield f"  you predicted  {said.says}; {shown(said.number)} {said.unit}"
    ruled = seen.ruled.get(each.claim)
    ruling = ruled.ruling if ruled else "none"
    verdict = "no verdict" if ruling == "none" else ruling
    yield f"  your run says  {verdict}; {shown(each.result.of(seen))} {said.unit}"
    if ruled and ruled.estimate is not None:
        margin = shown(lesson.claims.by_id[each.claim].margin)
        yield f"  estimate       {shown_ruling(ruled)}; margin {margin}"
    for remark in ruled.remarks if ruled else ():
        yield from paragraphs(remark, indent=2)
    yield ""
    yield from paragraphs(filled(lesson.guide.outcomes[each.claim][ruling], lesson.claims, seen))
    if ruled:
        yield from paragraphs(f"What would change it: {ruled.would_change}")


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
