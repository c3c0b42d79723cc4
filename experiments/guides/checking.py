"""The step after the run: questions about it, and what wrong answers show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from experiments.guides.desk import Desk, choice_lines, paragraphs
from experiments.guides.errors import BadAnswer
from experiments.guides.evidence import NO_RULING, Evidence
from experiments.guides.form import Field, fill
from experiments.guides.grading import LETTERS, RULINGS, Grade, read_answer
from experiments.guides.lesson import Lesson
from experiments.guides.marking import Graded, mark, right_of
from experiments.guides.pages import command, run_lines
from experiments.guides.question import ChoiceQuestion, NumberQuestion, Question, RulingQuestion
from experiments.guides.texts import filled


@dataclass(frozen=True)
class Checked:
    """`again` are the questions that are not right yet."""

    graded: Graded

    @property
    def again(self) -> tuple[str, ...]:
        return tuple(each.id for each, grade in self.graded if grade is None or not grade.right)

    @property
    def exit_code(self) -> int:
        return 1 if self.again else 0

    def as_json(self) -> dict[str, Any]:
        """Without what would have been right."""
        return {
            "right": right_of(self.graded),
            "of": len(self.graded),
            "questions": [_as_json(each, grade) for each, grade in self.graded],
        }


def check(lesson: Lesson, given: Mapping[str, str], desk: Desk, now: datetime) -> Checked:
    """Grades what is given; without that, asks what is not right yet. Each answer is kept as soon
    as it is there. Raises BadAnswer, NotYet and Unusable."""
    attempt, seen = lesson.evidence()
    desk.show(run_lines(attempt, seen))
    if given:
        return Checked(mark(lesson, attempt, given, seen, now))
    before = Checked(mark(lesson, attempt, {}, seen, now))
    number = {each.id: place for place, (each, _) in enumerate(before.graded, 1)}

    def answered(key: str, answer: str) -> None:
        graded = mark(lesson, attempt, {key: answer}, seen, now)
        desk.show(verdict_lines(next(grade for each, grade in graded if each.id == key)))

    fields = [
        _field(each, number[each.id], len(number), lesson, seen)
        for each, _ in before.graded
        if each.id in before.again
    ]
    missing = fill(fields, {}, desk, answered)
    if missing and not attempt.answers.given:
        raise BadAnswer(f"nobody to ask: give --answer {missing[0]}=... ({', '.join(missing)})")
    return Checked(mark(lesson, attempt, {}, seen, now))


def handed_in(lesson: Lesson, checked: Checked) -> dict[str, Any]:
    """For who grades: the score, and which prediction and run it belongs to."""
    attempt = lesson.attempts[-1]
    return {
        **checked.as_json(),
        "exit_code": checked.exit_code,
        "attempt": attempt.prediction.attempt,
        "tries": len(attempt.answers.tries),
        "prediction": attempt.prediction.as_json(),
        "run": vars(attempt.usable[-1]),
    }


def question_lines(question: Question, lesson: Lesson, seen: Evidence) -> Iterator[str]:
    """The question with its choices, or with where to look and how exact to be."""
    yield from paragraphs(filled(question.ask, lesson.claims, seen))
    match question:
        case ChoiceQuestion(choices=choices):
            for letter, choice in zip(LETTERS, choices, strict=False):
                yield from choice_lines(letter, filled(choice.text, lesson.claims, seen))
        case RulingQuestion():
            for letter, ruling in zip(LETTERS, RULINGS, strict=False):
                name = "no verdict at all" if ruling == NO_RULING else ruling
                yield from choice_lines(letter, name)
        case NumberQuestion():
            yield from paragraphs(filled(question.where, lesson.claims, seen), indent=2)
            yield f"  Right is what is off by {_allowed(question)} at most."


def verdict_lines(grade: Grade | None) -> Iterator[str]:
    if grade is None:
        yield "Not answered yet."
    elif grade.right:
        yield "Right."
    else:
        yield from paragraphs(f"Not yet: {grade.misconception}.")
        yield from paragraphs(grade.feedback, indent=2)


def score_lines(lesson: Lesson, checked: Checked) -> Iterator[str]:
    yield f"{right_of(checked.graded)} of {len(checked.graded)} right."
    if checked.again:
        again = "asks only what is not right yet"
        yield f"Again: {command('check', lesson.guide)} ({again})"


def graded_lines(checked: Checked, given: Mapping[str, str]) -> Iterator[str]:
    """Answers that were not given at the desk, by their questions' keys."""
    for question, grade in checked.graded:
        if question.id in given:
            yield f"# {question.id}"
            yield from verdict_lines(grade)
    yield ""


def _field(question: Question, number: int, of: int, lesson: Lesson, seen: Evidence) -> Field:
    lines = ("", f"# {number} of {of}", *question_lines(question, lesson, seen))
    prompt = f"A number ({question.unit})" if isinstance(question, NumberQuestion) else "Answer"
    return Field(question.id, lines, prompt, lambda text: read_answer(question, text))


def _allowed(question: NumberQuestion) -> str:
    if question.share:
        return f"{100 * question.share:g}%"
    return f"{question.within:g} {'points' if question.unit == '%' else question.unit}"


def _as_json(question: Question, grade: Grade | None) -> dict[str, Any]:
    return {
        "question": question.id,
        "answered": grade is not None,
        "right": grade is not None and grade.right,
        "misconception": grade.misconception if grade else "",
        "feedback": grade.feedback if grade else "",
    }
