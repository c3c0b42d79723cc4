"""Right or wrong, by the student's own run; a wrong answer is met with what it shows. Pure."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from experiments.guides.content import Common, Feedback
from experiments.guides.errors import BadAnswer
from experiments.guides.evidence import NO_RULING, Evidence
from experiments.guides.quantity import ARMS, Quantity
from experiments.guides.question import ChoiceQuestion, NumberQuestion, Question, RulingQuestion

RULINGS = ("Supported", "Refuted", "Inconclusive", NO_RULING)
LETTERS = "abcdefgh"
ROUNDING = 1e-9
UNRECOGNISED = "unrecognised"
TIMES = "x"
"""The unit of ratios."""


@dataclass(frozen=True)
class Grade:
    right: bool
    misconception: str = ""
    feedback: str = ""


RIGHT = Grade(True)


def is_asked(question: Question, seen: Evidence) -> bool:
    """Not where its condition fails, or where the run has no number or claim to ask for."""
    if question.when is not None and not question.when.holds(seen):
        return False
    if isinstance(question, NumberQuestion):
        return question.value.of(seen) is not None
    return not isinstance(question, RulingQuestion) or question.claim in seen.ruled


def read_answer(question: Question, text: str) -> str:
    """The answer as it is kept: a letter, a ruling or a number. Raises BadAnswer."""
    match question:
        case ChoiceQuestion():
            return one_of(LETTERS[: len(question.choices)], text)
        case RulingQuestion():
            return choice_of(RULINGS, text)
        case NumberQuestion():
            return f"{number_in(text, question.unit):g}"


def grade(question: Question, answer: str, seen: Evidence, common: Common) -> Grade:
    """Of an answer as `read_answer` gives it."""
    match question:
        case ChoiceQuestion():
            choice = question.choices[LETTERS.index(answer)]
            return Grade(not choice.misconception, choice.misconception, choice.feedback)
        case RulingQuestion():
            truth = seen.ruled[question.claim].ruling
            return RIGHT if answer == truth else _wrong(common.ruling[truth][answer])
        case NumberQuestion():
            return _grade_number(question, float(answer), seen, common)


def tolerance(question: NumberQuestion, seen: Evidence) -> float:
    """How far off a right answer may lie, in the question's unit."""
    truth = question.value.of(seen)
    return max(question.within, question.share * abs(truth or 0.0)) + ROUNDING


def one_of(letters: str, text: str) -> str:
    letter = text.strip().lower()
    if len(letter) != 1 or letter not in letters:
        raise BadAnswer(f"answer with one of the letters {', '.join(letters)}, not {text!r}")
    return letter


def choice_of(names: tuple[str, ...], text: str) -> str:
    """By its name in either case, or by its letter."""
    asked = text.strip().lower()
    for letter, name in zip(LETTERS, names, strict=False):
        if asked in (letter, name.lower()):
            return name
    raise BadAnswer(f"answer with one of {', '.join(names)}, or its letter, not {text!r}")


def number_in(text: str, unit: str = "") -> float:
    """With a point or a comma for decimals, and with or without its unit."""
    plain = text.strip().removesuffix(unit).strip().replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadAnswer(f"answer with a number, such as 12.5, not {text!r}")
    return value


def _grade_number(question: NumberQuestion, answer: float, seen: Evidence, common: Common) -> Grade:
    allowed = tolerance(question, seen)

    def is_close(value: float | None) -> bool:
        return value is not None and abs(answer - value) <= allowed

    if is_close(question.value.of(seen)):
        return RIGHT
    for slip in question.slips:
        if is_close(slip.equals.of(seen)):
            return Grade(False, slip.misconception, slip.feedback)
    for name, quantity in _usual_slips(question):
        if is_close(quantity.of(seen)):
            return _wrong(common.number[name])
    return _wrong(common.number[UNRECOGNISED])


def _usual_slips(question: NumberQuestion) -> Iterator[tuple[str, Quantity]]:
    """The mistakes that can be made with any number, the likeliest first."""
    right = question.value
    if question.unit == TIMES:
        yield "turned ratio", replace(right, inverted=not right.inverted)
    if right.arm:
        for other in set(ARMS) - {right.arm}:
            yield "other arm", replace(right, arm=other)
    yield "sign", replace(right, times=-right.times, plus=-right.plus)
    if right.figure:
        for take in ("smallest", "largest") if right.arm else ("low", "high"):
            yield ("one visit" if right.arm else "interval end"), replace(right, take=take)


def _wrong(hint: Feedback) -> Grade:
    return Grade(False, hint.misconception, hint.feedback)
