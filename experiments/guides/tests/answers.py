"""The answers that a made-up run makes right."""

from collections.abc import Callable

from experiments.guides.evidence import Evidence
from experiments.guides.grading import LETTERS
from experiments.guides.lesson import Lesson
from experiments.guides.marking import questions_for
from experiments.guides.question import ChoiceQuestion, NumberQuestion, Question, RulingQuestion

Open = Callable[[str], Lesson]


def right_answer(question: Question, seen: Evidence) -> str:
    match question:
        case ChoiceQuestion(choices=choices):
            return next(
                letter
                for letter, one in zip(LETTERS, choices, strict=False)
                if not one.misconception
            )
        case RulingQuestion(claim=claim):
            return seen.ruled[claim].ruling
        case NumberQuestion(value=value):
            return str(value.of(seen))


def right_answers(lesson: Lesson, seen: Evidence) -> dict[str, str]:
    return {each.id: right_answer(each, seen) for each in questions_for(lesson, seen)}
