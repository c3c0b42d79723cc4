"""The content of every guide: it points at code that exists, and asks for figures there are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.analysis.claims import load_claims
from experiments.analysis.verdict import Ruling
from experiments.budget import load_budget
from experiments.catalogue import experiment_named, known_experiment
from experiments.cli.defaults import DEFAULT_RATE
from experiments.guides.content import HERE, guide_names, load_common, load_guide, read_guide
from experiments.guides.errors import GuideError, UnknownGuide
from experiments.guides.evidence import NO_RULING
from experiments.guides.grading import RULINGS, UNRECOGNISED
from experiments.guides.guide import Anchor, Guide
from experiments.guides.minutes import run_s
from experiments.guides.quantity import ARMS, TAKES, Quantity
from experiments.guides.question import ChoiceQuestion, NumberQuestion, RulingQuestion
from experiments.guides.tables import made
from experiments.measure.recovery import RESOLUTION_S, WELL_FOR_S, WELL_SHARE
from experiments.method.steps import Wait
from experiments.topology import MONOLITH, SERVICES
from experiments.workload.mixes import MIXED
from shared_domain.kernel.retry import MESSAGE_RETRIES

LESSON_S = 15 * 60
GUIDES = [load_guide(name) for name in guide_names()]
every_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)


def quantities(guide: Guide) -> Iterator[Quantity]:
    for each in guide.foreseen:
        yield each.result
    for question in guide.questions:
        if question.when:
            yield question.when.value
        if isinstance(question, NumberQuestion):
            yield question.value
            yield from (slip.equals for slip in question.slips)


def test_there_is_a_guide_for_isolation_and_one_for_rollback() -> None:
    assert guide_names() == ("isolation", "rollback")


@every_guide
def test_the_code_to_read_is_there(guide: Guide) -> None:
    assert all(anchor.line() > 0 for anchor in guide.code)
    assert len({anchor.path for anchor in guide.code}) >= 5


@every_guide
def test_a_lesson_takes_a_quarter_of_an_hour_at_most(guide: Guide) -> None:
    assert run_s(guide) <= LESSON_S


@every_guide
def test_claims_and_figures_are_those_of_the_experiment(guide: Guide) -> None:
    experiment = experiment_named(guide.experiment)
    known = {metric.key for metric in experiment.metrics}
    for quantity in quantities(guide):
        assert not quantity.figure or quantity.figure in known
        assert quantity.take in TAKES
        assert quantity.arm in ARMS or not quantity.figure or quantity.take in TAKES[3:]
    decided = {claim.id for claim in load_claims().of(guide.experiment)}
    asked = {one.claim for one in guide.questions if isinstance(one, RulingQuestion)}
    assert {each.claim for each in guide.foreseen} == asked == decided


@every_guide
def test_rows_named_in_questions_are_rows_of_the_table(guide: Guide) -> None:
    labels = {metric.label for metric in experiment_named(guide.experiment).metrics}
    for question in guide.questions:
        if isinstance(question, NumberQuestion) and "'" in question.where:
            assert question.where.split("'")[1] in labels


@every_guide
def test_every_ruling_of_every_claim_is_explained(guide: Guide) -> None:
    for each in guide.foreseen:
        assert set(guide.outcomes[each.claim]) == {*Ruling, NO_RULING}


@every_guide
def test_a_question_has_one_right_choice_and_a_misconception_for_each_other(guide: Guide) -> None:
    ids = [question.id for question in guide.questions]
    assert len(set(ids)) == len(ids)
    for question in guide.questions:
        if isinstance(question, ChoiceQuestion):
            wrong = [choice for choice in question.choices if choice.misconception]
            assert len(question.choices) - len(wrong) == 1
            assert all(choice.feedback for choice in wrong)
            assert len({choice.text for choice in question.choices}) >= 3


@every_guide
def test_commands_in_texts_exist(guide: Guide) -> None:
    text = (guide.background + guide.explanation).split("./cleave run ")
    for rest in text[1:]:
        assert known_experiment(rest.split()[0].rstrip(",."))


def test_right_answers_do_not_all_stand_in_the_same_place() -> None:
    for guide in GUIDES:
        choices = [one.choices for one in guide.questions if isinstance(one, ChoiceQuestion)]
        places = [
            place
            for each in choices
            for place, choice in enumerate(each)
            if not choice.misconception
        ]
        assert len(set(places)) >= 3


def test_common_mistakes_are_all_explained() -> None:
    common = load_common()
    for truth in RULINGS:
        assert set(common.ruling[truth]) == set(RULINGS) - {truth}
    expected = {"other arm", "turned ratio", "sign", "one visit", "interval end", UNRECOGNISED}
    assert set(common.number) == expected


def test_numbers_that_guides_quote_are_those_of_the_lab() -> None:
    budget = load_budget()
    assert (budget.restarts.first_s, budget.restarts.limit_s) == (1, 8)
    assert (budget.replica.threads, budget.timeouts.remote_ms) == (8, 500)
    assert (budget.timeouts.client_ms, budget.retries.attempts) == (2000, 2)
    assert (budget.resilience.failures_to_open, budget.resilience.open_ms) == (5, 2000)
    assert DEFAULT_RATE == 30
    assert MESSAGE_RETRIES.attempts == 4
    assert MIXED.shares == {
        "search": 0.2,
        "browse": 0.2,
        "read-product": 0.2,
        "read-page": 0.2,
        "list-orders": 0.05,
        "place-order": 0.15,
    }
    assert [part.replicas for part in (*MONOLITH.parts, *SERVICES.parts)] == [6, *[1] * 6]
    assert (WELL_FOR_S, WELL_SHARE, RESOLUTION_S) == (5, 0.99, 0.1)


def test_lengths_that_the_isolation_guide_quotes_are_those_of_its_method() -> None:
    guide = load_guide("isolation")
    experiment = experiment_named(guide.experiment)
    assert experiment.method[1:4:2] == (Wait(2), Wait(10))
    (lasted,) = (one for one in guide.questions if one.id == "lasted")
    assert isinstance(lasted, NumberQuestion)
    limit_s = load_budget().restarts.limit_s
    assert [slip.equals.number for slip in lasted.slips[:2]] == [limit_s, experiment.seconds]
    assert f"lasts {experiment.seconds:g} seconds" in lasted.slips[1].feedback


@every_guide
def test_no_text_gives_away_a_number_that_is_asked_for(guide: Guide) -> None:
    outcomes = [text for each in guide.outcomes.values() for text in each.values()]
    asks = [question.ask for question in guide.questions]
    texts = " ".join((guide.explanation, guide.background, *outcomes, *asks))
    for question in guide.questions:
        if isinstance(question, NumberQuestion) and question.value.figure:
            assert f"{{{question.value.figure}.{question.value.arm}}}" not in texts, question.id


def test_an_unknown_guide_is_told_which_there_are() -> None:
    with pytest.raises(UnknownGuide, match="choose from isolation, rollback"):
        load_guide("scaling")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("monolith/app.py", "no such line"),
        ("monolith/app.py", "import"),
        ("monolith/no_such_file.py", "x"),
    ],
)
def test_an_anchor_that_is_not_there_or_not_alone_is_named(path: str, text: str) -> None:
    with pytest.raises(GuideError, match=path):
        Anchor(path, text, "look").line()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"blcoks": 8}, "x: unknown key blcoks"),
        ({"blocks": "8"}, "x.blocks must be a int"),
        ({"code": {}}, "x.code must be a list"),
        ({"code": [{"path": "a", "text": "b"}]}, r"x.code\[1\]: missing key look"),
        ({"questions": [{"kind": "riddle"}]}, r"x.questions\[1\].kind must be one of: choice"),
        ({"foreseen": [1]}, r"x.foreseen\[1\] must be a table"),
    ],
)
def test_content_that_is_wrong_is_named_by_its_place(change: dict[str, Any], said: str) -> None:
    table: dict[str, Any] = {
        "name": "x",
        "title": "",
        "question": "",
        "experiment": "rollback",
        "blocks": 6,
        "background": "",
        "explanation": "",
        "code": [],
        "foreseen": [],
        "questions": [],
        "outcomes": {},
    }
    assert made(Guide, table, "x")
    with pytest.raises(GuideError, match=said):
        made(Guide, table | change, "x")


def test_a_guide_that_lacks_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match=r"guide\.toml: No such file"):
        read_guide(tmp_path)


def test_content_can_be_read_in_80_columns_too() -> None:
    files = [*HERE.rglob("*.toml"), *HERE.rglob("*.md")]
    assert len(files) == 7
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert max(len(line) for line in lines) <= 80
