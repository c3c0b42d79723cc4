"""Each guide walked on made-up runs: what is right follows the run, and every mistake is named."""

from pathlib import Path

import pytest

from experiments.guides.content import guide_names, load_common, load_guide
from experiments.guides.errors import BadAnswer
from experiments.guides.evidence import Evidence
from experiments.guides.grading import LETTERS, RULINGS, grade, is_asked, read_answer
from experiments.guides.quantity import Quantity
from experiments.guides.question import ChoiceQuestion, NumberQuestion, Question, RulingQuestion
from experiments.guides.reading import read_evidence
from experiments.guides.tests.answers import right_answer
from experiments.guides.tests.made_runs import CRASH, OPEN, RELEASE, TOUGH, Values, made_run

COMMON = load_common()
EVERY = [(name, one) for name in guide_names() for one in load_guide(name).questions]
each_question = pytest.mark.parametrize(
    ("guide", "question"), EVERY, ids=[f"{name}-{one.id}" for name, one in EVERY]
)
USUAL = {"isolation": CRASH, "rollback": RELEASE}


def seen_of(runs: Path, guide: str, values: Values | None = None, blocks: int = 8) -> Evidence:
    experiment = load_guide(guide).experiment
    folder = made_run(runs, experiment, values or USUAL[guide], blocks)
    return read_evidence(folder, experiment)


def named(question: Question, answer: str, seen: Evidence) -> str:
    """The misconception that an answer shows; "" if it is right."""
    found = grade(question, read_answer(question, answer), seen, COMMON)
    assert found.right or found.feedback
    return "" if found.right else found.misconception


@each_question
def test_the_right_answer_is_right(guide: str, question: Question, tmp_path: Path) -> None:
    seen = seen_of(tmp_path, guide)
    assert is_asked(question, seen)
    assert named(question, right_answer(question, seen), seen) == ""


@each_question
def test_each_wrong_answer_shows_its_misconception(
    guide: str, question: Question, tmp_path: Path
) -> None:
    seen = seen_of(tmp_path, guide)
    if isinstance(question, ChoiceQuestion):
        for letter, choice in zip(LETTERS, question.choices, strict=False):
            assert named(question, letter, seen) == choice.misconception
    if isinstance(question, NumberQuestion):
        for slip in question.slips:
            assert named(question, str(slip.equals.of(seen)), seen) == slip.misconception


@pytest.mark.parametrize(
    ("values", "blocks", "rulings"),
    [
        (CRASH, 8, ("Supported", "Supported")),
        (TOUGH, 8, ("Refuted", "Refuted")),
        (OPEN, 8, ("Inconclusive", "Inconclusive")),
        (CRASH, 2, ("none", "none")),
    ],
)
def test_a_ruling_is_that_of_the_students_own_run(
    values: Values, blocks: int, rulings: tuple[str, str], tmp_path: Path
) -> None:
    seen = seen_of(tmp_path, "isolation", values, blocks)
    asked = [one for _, one in EVERY if isinstance(one, RulingQuestion) and one.claim in seen.ruled]
    for question, truth in zip(asked, rulings, strict=True):
        assert seen.ruled[question.claim].ruling == truth
        assert named(question, truth, seen) == ""
        for answer in set(RULINGS) - {truth}:
            assert named(question, answer, seen) == COMMON.ruling[truth][answer].misconception


def test_inconclusive_is_not_no_difference(tmp_path: Path) -> None:
    seen = seen_of(tmp_path, "isolation", OPEN)
    question = RulingQuestion("m7", "?", "m7")
    assert named(question, "refuted", seen) == "reads Inconclusive as no difference"


def number(value: Quantity, unit: str = "s") -> NumberQuestion:
    return NumberQuestion("n", "?", "there", unit, value, within=0.1)


def test_mistakes_that_any_number_allows_are_recognised(tmp_path: Path) -> None:
    seen = seen_of(tmp_path, "rollback")
    row = seen.figures["artefact_s"]
    median = number(Quantity("artefact_s", "monolith"))
    assert named(median, str(row.medians["services"]), seen) == "reads the other arm's column"
    assert named(median, str(-(row.medians["monolith"] or 0)), seen) == "is off by the sign"
    longest = max(value for value in row.visits["monolith"] if value)
    assert named(median, str(longest), seen) == "reports a single visit instead of the median"
    assert named(median, "1000", seen) == "the number is not the one in your data"
    turned = number(Quantity("artefact_s", take="estimate", inverted=True), "x")
    assert row.estimate is not None
    assert row.low is not None
    wrong_way = named(turned, f"{row.estimate}", seen)
    assert wrong_way == "is off by the direction of the ratio"
    end = named(turned, f"{1 / row.low}", seen)
    assert end == "reports an end of the interval instead of the estimate"


def test_within_the_tolerance_is_right_and_beyond_it_is_not(tmp_path: Path) -> None:
    seen = seen_of(tmp_path, "rollback")
    question = number(Quantity(number=10.0))
    assert named(question, "10.1", seen) == ""
    assert named(question, "10,1 s", seen) == ""
    assert named(question, "10.11", seen) != ""


def test_a_run_that_recovered_at_once_is_not_asked_what_it_waited_for(tmp_path: Path) -> None:
    (delay,) = (one for name, one in EVERY if one.id == "delay")
    assert not is_asked(delay, seen_of(tmp_path, "isolation", TOUGH))


def test_what_was_not_measured_is_not_asked(tmp_path: Path) -> None:
    without = {key: pair for key, pair in CRASH.items() if key != "rest_good"}
    seen = seen_of(tmp_path, "isolation", without)
    left = {one.id for name, one in EVERY if name == "isolation" and not is_asked(one, seen)}
    assert left == {"pages"}


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (EVERY[0][1], "e", "one of the letters a, b, c, d"),
        (EVERY[0][1], "", "one of the letters"),
        (RulingQuestion("m7", "?", "m7"), "yes", "one of Supported, Refuted, Inconclusive, none"),
        (number(Quantity(number=1.0)), "much", "a number, such as 12.5"),
        (number(Quantity(number=1.0)), "nan", "a number"),
        (number(Quantity(number=1.0)), "inf", "a number"),
    ],
)
def test_what_is_no_answer_is_refused(question: Question, text: str, said: str) -> None:
    with pytest.raises(BadAnswer, match=said):
        read_answer(question, text)
