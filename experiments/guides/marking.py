"""Grades a student's answers to a lesson's questions, and keeps answers and tries."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from experiments.guides.attempt import Answers, Attempt
from experiments.guides.errors import BadAnswer
from experiments.guides.evidence import Evidence
from experiments.guides.grading import Grade, grade, is_asked, read_answer
from experiments.guides.lesson import Lesson
from experiments.guides.question import Question
from experiments.guides.texts import filled

Graded = tuple[tuple[Question, Grade | None], ...]
"""Each question asked, in order; None where there is no answer yet."""


def questions_for(lesson: Lesson, seen: Evidence) -> tuple[Question, ...]:
    """Those of the guide that can be asked of this run."""
    return tuple(each for each in lesson.guide.questions if is_asked(each, seen))


def graded(lesson: Lesson, answers: Mapping[str, str], seen: Evidence) -> Graded:
    return tuple(
        (each, _grade(lesson, each, answers[each.id], seen) if each.id in answers else None)
        for each in questions_for(lesson, seen)
    )


def mark(
    lesson: Lesson, attempt: Attempt, given: Mapping[str, str], seen: Evidence, now: datetime
) -> Graded:
    """Grades and keeps what was answered now, over what was before. Raises BadAnswer."""
    asked = {each.id: each for each in questions_for(lesson, seen)}
    if unknown := sorted(given.keys() - asked.keys()):
        raise BadAnswer(f"no question {unknown[0]!r}: there are {', '.join(asked)}")
    read = {name: _read(asked[name], text) for name, text in given.items()}
    answers = {**attempt.answers.given, **read}
    found = graded(lesson, answers, seen)
    if read:
        tries = (*attempt.answers.tries, _try(read, found, now))
        attempt.keep_answers(Answers(answers, tries))
    return found


def right_of(found: Graded) -> int:
    return sum(result is not None and result.right for _, result in found)


def _read(question: Question, text: str) -> str:
    try:
        return read_answer(question, text)
    except BadAnswer as error:
        raise BadAnswer(f"{question.id}: {error}") from None


def _grade(lesson: Lesson, question: Question, answer: str, seen: Evidence) -> Grade:
    found = grade(question, answer, seen, lesson.common)
    return replace(found, feedback=filled(found.feedback, lesson.claims, seen))


def _try(given: Mapping[str, str], found: Graded, now: datetime) -> dict[str, Any]:
    at = now.isoformat(timespec="seconds")
    return {"at": at, "answered": dict(given), "right": right_of(found), "of": len(found)}
