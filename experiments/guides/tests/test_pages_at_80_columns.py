"""What a student reads: in 80 columns, complete, and no answer given away too soon."""

from pathlib import Path

import pytest

from experiments.guides.checking import Checked, check, question_lines, verdict_lines
from experiments.guides.content import guide_names
from experiments.guides.desk import paragraphs
from experiments.guides.errors import BadAnswer, GuideError
from experiments.guides.lesson import Lesson
from experiments.guides.marking import graded, questions_for
from experiments.guides.pages import explanation_page, list_page, start_page
from experiments.guides.predicting import fields_of
from experiments.guides.tests.answers import Open, right_answers
from experiments.guides.tests.desks import TypingDesk
from experiments.guides.tests.made_runs import (
    CHECKED,
    CRASH,
    OPEN,
    RAN,
    RELEASE,
    TOUGH,
    Values,
    made_run,
)
from experiments.guides.texts import filled, shown
from experiments.report.screen import WIDTH

RUNS = [
    ("isolation", CRASH, 8),
    ("isolation", TOUGH, 8),
    ("isolation", OPEN, 8),
    ("isolation", CRASH, 1),
    ("rollback", RELEASE, 6),
    ("rollback", RELEASE | {"flag_s": (0.0, 0.0), "keeping_good_s": (0.0, 3.0)}, 6),
]
every_run = pytest.mark.parametrize(("name", "values", "blocks"), RUNS)


def ran(lesson: Lesson, values: Values, blocks: int, *, noisy: bool = False) -> Path:
    runs = lesson.folder.parent.parent / "runs"
    folder = made_run(runs, lesson.guide.experiment, values, blocks, noisy=noisy)
    assert lesson.take(folder, RAN).unusable == ""
    return folder


def assert_narrow(lines: list[str]) -> None:
    assert [line for line in lines if len(line) > WIDTH or "\n" in line] == []


@pytest.mark.parametrize("name", guide_names())
def test_what_is_read_before_the_run_is_narrow_and_knows_no_run(
    name: str, open_lesson: Open
) -> None:
    lesson = open_lesson(name)
    lines = [*start_page(lesson), *list_page((lesson,))]
    for field in fields_of(lesson):
        lines += [*field.lines, field.prompt]
    assert_narrow(lines)
    text = " ".join(lines)
    for word in ("Supported; ", "your run says", "{", "}"):
        assert word not in text
    for choice_or_feedback in lesson.guide.outcomes.values():
        for outcome in choice_or_feedback.values():
            assert outcome[:30] not in text


@every_run
def test_the_explanation_speaks_of_the_students_run(
    name: str, values: Values, blocks: int, predicted: Open
) -> None:
    lesson = predicted(name)
    ran(lesson, values, blocks)
    attempt, seen = lesson.evidence()
    lines = list(explanation_page(lesson, attempt, seen))
    assert_narrow([line for line in lines if "/runs/" not in line])
    text = "\n".join(lines)
    assert "{" not in text
    for claim, ruled in seen.ruled.items():
        assert f"# Claim {claim}" in text
        verdict = "no verdict" if ruled.ruling == "none" else ruled.ruling
        assert f"your run says  {verdict}" in text
    assert "You had written: it shares a process" in text


@every_run
def test_questions_and_feedback_are_narrow(
    name: str, values: Values, blocks: int, predicted: Open
) -> None:
    lesson = predicted(name)
    ran(lesson, values, blocks)
    _, seen = lesson.evidence()
    for question in questions_for(lesson, seen):
        assert_narrow(list(question_lines(question, lesson, seen)))
    for answers in (right_answers(lesson, seen), dict.fromkeys(right_answers(lesson, seen), "a")):
        known = {key: text for key, text in answers.items() if text != "a" or key in CHOICES}
        for _, grade in graded(lesson, known, seen):
            assert_narrow(list(verdict_lines(grade)))


CHOICES = frozenset(("died", "catch", "back", "remedy", "open", "flag", "replaced", "created"))


def test_noise_and_fewer_blocks_are_said(predicted: Open) -> None:
    lesson = predicted("isolation")
    ran(lesson, CRASH, 1, noisy=True)
    text = "\n".join(explanation_page(lesson, *lesson.evidence()))
    assert "NOISY: something disturbed the machine" in text
    assert "(1 block)" in text
    assert "fewer than 6 blocks: no interval" in text


def test_questions_are_asked_at_the_desk_until_they_are_right(predicted: Open) -> None:
    lesson = predicted("rollback")
    ran(lesson, RELEASE, 6)
    _, seen = lesson.evidence()
    right = right_answers(lesson, seen)
    desk = TypingDesk([*({**right, "flag": "a"}.values())])
    first = check(lesson, {}, desk, CHECKED)
    assert (first.again, first.exit_code) == (("flag",), 1)
    assert "Not yet: thinks that a redeploy is needed to roll back a flag." in desk.text
    again = TypingDesk([right["flag"]])
    second = check(lesson, {}, again, CHECKED)
    assert (second.again, second.exit_code, len(again.prompts)) == ((), 0, 1)


def test_leaving_in_the_middle_keeps_the_answers_so_far(predicted: Open) -> None:
    lesson = predicted("rollback")
    ran(lesson, RELEASE, 6)
    attempt, seen = lesson.evidence()
    right = right_answers(lesson, seen)
    with pytest.raises(KeyboardInterrupt):
        check(lesson, {}, TypingDesk([right["flag"], KeyboardInterrupt]), CHECKED)
    assert attempt.answers.given == {"flag": "b"}
    desk = TypingDesk([*list(right.values())[1:]])
    assert check(lesson, {}, desk, CHECKED).exit_code == 0


def test_without_a_keyboard_the_kept_answers_are_graded_again(predicted: Open) -> None:
    lesson = predicted("isolation")
    ran(lesson, CRASH, 8)
    with pytest.raises(BadAnswer, match=r"give --answer died=\.\.\."):
        check(lesson, {}, TypingDesk(), CHECKED)
    graded = check(lesson, {"died": "b", "catch": "a"}, TypingDesk(), CHECKED).as_json()
    assert (graded["right"], graded["of"]) == (1, 12)
    assert check(lesson, {}, TypingDesk(), CHECKED).as_json() == graded
    assert graded["questions"][1]["misconception"].startswith("thinks that a handler can catch")


def test_what_would_be_right_is_not_in_the_document(predicted: Open) -> None:
    lesson = predicted("isolation")
    ran(lesson, CRASH, 8)
    _, seen = lesson.evidence()
    document = check(lesson, {"left": "1000"}, TypingDesk(), CHECKED).as_json()
    assert right_answers(lesson, seen)["left"] not in str(document)


def test_a_question_that_is_not_asked_cannot_be_answered(predicted: Open) -> None:
    lesson = predicted("isolation")
    ran(lesson, TOUGH, 8)
    with pytest.raises(BadAnswer, match="no question 'delay': there are died, catch"):
        check(lesson, {"delay": "b"}, TypingDesk(), CHECKED)


def test_a_run_without_a_verdict_can_be_all_right(predicted: Open) -> None:
    lesson = predicted("isolation")
    ran(lesson, CRASH, 2)
    _, seen = lesson.evidence()
    answers = right_answers(lesson, seen)
    assert answers["m7"] == "none"
    assert isinstance(checked := check(lesson, answers, TypingDesk(), CHECKED), Checked)
    assert checked.exit_code == 0


def test_paragraphs_lists_and_headings_are_laid_out() -> None:
    text = "# One\n\nA line\nand more.\n\n- an item\n  of two lines\n- another"
    assert paragraphs(text) == [
        "# One",
        "",
        "A line and more.",
        "",
        "- an item of two lines",
        "- another",
    ]


def test_a_place_that_nobody_can_fill_is_named(open_lesson: Open) -> None:
    lesson = open_lesson("isolation")
    assert filled("{m7.margin} point", lesson.claims) == "1 point"
    for text in ("{m7.estimate}", "{others_good.monolith}", "{m1.margin}", "{blocks}"):
        with pytest.raises(GuideError, match="nothing to put into"):
            filled(text, lesson.claims)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (0.0, "0"), (100.0, "100"), (62.31, "62.3"), (1.25, "1.25"), (-0.1015, "-0.102")],
)
def test_numbers_are_short(value: float | None, text: str) -> None:
    assert shown(value) == text
