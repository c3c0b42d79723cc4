"""Predict, run, explain, check: in this order, and nothing is changed afterwards."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from experiments.guides.attempt import begin_attempt
from experiments.guides.errors import BadAnswer, NotYet, Unusable
from experiments.guides.lesson import Lesson, Stage
from experiments.guides.marking import mark
from experiments.guides.predicting import predict
from experiments.guides.predictions import predictions
from experiments.guides.tests.answers import Open, right_answers
from experiments.guides.tests.desks import TypingDesk
from experiments.guides.tests.made_runs import CHECKED, CRASH, PREDICTED, RAN, made_run

TYPED = ["a", "60", "supported", "2", "They share a process", "yes"]


def run_of(lesson: Lesson) -> Path:
    return lesson.folder.parent.parent / "runs"


def test_a_prediction_is_asked_for_and_recorded(open_lesson: Open) -> None:
    lesson, desk = open_lesson("isolation"), TypingDesk([*TYPED])
    made = predict(lesson, {}, desk, PREDICTED).prediction
    assert {name: said.says for name, said in made.claims.items()} == {
        "m7": "Supported",
        "s7": "Supported",
    }
    assert (made.claims["m7"].number, made.claims["s7"].number) == (60.0, 2.0)
    assert (made.attempt, made.at, made.why) == (
        1,
        "2026-11-23T08:00:00+00:00",
        "They share a process",
    )
    assert made.claims_sha256 == lesson.claims.digest
    assert lesson.stage is Stage.PREDICTED
    assert "more than 1 point" in desk.text


def test_what_is_no_answer_is_asked_again(open_lesson: Open) -> None:
    typed = ["c", "a", "101", "many", *TYPED[1:]]
    desk = TypingDesk([*typed])
    predict(open_lesson("isolation"), {}, desk, PREDICTED)
    assert "one of Supported, Refuted" in desk.text
    assert "from 0 to 100, not '101'" in desk.text


def test_a_prediction_nobody_is_sure_of_is_not_recorded(open_lesson: Open) -> None:
    lesson = open_lesson("isolation")
    with pytest.raises(NotYet, match="nothing was recorded"):
        predict(lesson, {}, TypingDesk([*TYPED[:-1], "no"]), PREDICTED)
    assert lesson.stage is Stage.NEW


def test_ctrl_c_keeps_what_was_answered(open_lesson: Open) -> None:
    lesson = open_lesson("isolation")
    with pytest.raises(KeyboardInterrupt):
        predict(lesson, {}, TypingDesk(["a", "60", KeyboardInterrupt]), PREDICTED)
    assert lesson.stage is Stage.NEW
    desk = TypingDesk([*TYPED[2:]])
    made = predict(lesson, {}, desk, PREDICTED).prediction
    assert made.claims["m7"].number == 60.0
    assert "Kept from before: m7 = Supported; m7.number = 60" in desk.text


def test_without_a_keyboard_all_answers_must_be_given(open_lesson: Open) -> None:
    lesson, given = open_lesson("isolation"), {"m7": "Refuted", "m7.number": "0"}
    with pytest.raises(BadAnswer, match=r"give --answer s7=\.\.\. \(s7, s7\.number, why\)"):
        predict(lesson, given, TypingDesk(), PREDICTED)
    given |= {"s7": "b", "s7.number": "0", "why": "no reason"}
    made = predict(lesson, given, TypingDesk(), PREDICTED).prediction
    assert made.claims["s7"].says == "Refuted"


def test_a_prediction_that_is_wrongly_given_names_its_key(open_lesson: Open) -> None:
    with pytest.raises(BadAnswer, match=r"s7\.number: answer with a number from 0 to 100"):
        predict(open_lesson("isolation"), {"s7.number": "-1"}, TypingDesk(), PREDICTED)
    with pytest.raises(BadAnswer, match="nothing is called 'm6' here"):
        predict(open_lesson("isolation"), {"m6": "a"}, TypingDesk(), PREDICTED)


def test_nothing_goes_before_the_prediction(open_lesson: Open) -> None:
    lesson = open_lesson("isolation")
    for step in (lesson.require_prediction, lesson.evidence, lesson.interrupted):
        with pytest.raises(NotYet, match=r"predict first: \./cleave lab predict isolation"):
            step()


def test_nothing_is_explained_before_a_finished_run(predicted: Open) -> None:
    lesson = predicted("isolation")
    with pytest.raises(NotYet, match=r"no finished run yet: \./cleave lab run isolation"):
        lesson.evidence()
    taken = lesson.take(made_run(run_of(lesson), complete=False), RAN)
    assert "not finished" in taken.unusable
    with pytest.raises(NotYet, match="no finished run yet"):
        lesson.evidence()


def test_a_prediction_stands_until_another_attempt_begins(predicted: Open) -> None:
    lesson = predicted("isolation")
    before = lesson.attempts[0].prediction
    with pytest.raises(NotYet, match="a prediction stands; --anew begins another attempt"):
        lesson.require_new(anew=False)
    lesson.require_new(anew=True)
    later = replace(before, why="I have seen the result")
    lesson.predict(later)
    first, second = lesson.attempts
    assert (first.prediction, second.prediction.attempt) == (before, 2)
    assert second.prediction.why == "I have seen the result"
    assert lesson.stage is Stage.PREDICTED


def test_a_prediction_is_never_written_over(predicted: Open) -> None:
    lesson = predicted("isolation")
    with pytest.raises(NotYet, match="a prediction is never written again"):
        begin_attempt(lesson.folder, lesson.attempts[0].prediction)


def test_a_prediction_that_is_edited_after_the_run_is_noticed(predicted: Open) -> None:
    lesson = predicted("isolation")
    lesson.take(made_run(run_of(lesson)), RAN)
    file = lesson.folder / "attempt-1" / "prediction.json"
    assert file.stat().st_mode & 0o222 == 0
    file.chmod(0o644)
    file.write_text(file.read_text().replace("Supported", "Refuted"))
    with pytest.raises(Unusable, match="the prediction was changed after the run"):
        lesson.evidence()


def test_a_finished_run_is_evidence(predicted: Open) -> None:
    lesson = predicted("isolation")
    run = lesson.take(made_run(run_of(lesson)), RAN)
    assert (run.unusable, run.folder) == ("", "../../../runs/20261123T083000Z-7")
    _, seen = lesson.evidence()
    assert (seen.blocks, seen.ruled["m7"].ruling) == (8, "Supported")
    assert lesson.stage is Stage.RUN


def test_lab_and_runs_can_be_handed_in_together(predicted: Open, tmp_path: Path) -> None:
    lesson = predicted("isolation")
    lesson.take(made_run(run_of(lesson)), RAN)
    for name in ("lab", "runs"):
        (tmp_path / name).rename(tmp_path / f"moved-{name}")
    (tmp_path / "alice").mkdir()
    for name in ("lab", "runs"):
        (tmp_path / f"moved-{name}").rename(tmp_path / "alice" / name)
    moved = replace(lesson, folder=tmp_path / "alice" / "lab" / "isolation")
    assert moved.evidence()[1].blocks == 8


def test_a_run_from_before_the_prediction_is_no_evidence(predicted: Open) -> None:
    lesson = predicted("isolation")
    early = made_run(run_of(lesson), at=PREDICTED - timedelta(seconds=1))
    assert lesson.take(early, RAN).unusable == "the run was made before the prediction"


def test_a_run_of_another_experiment_is_no_evidence(predicted: Open) -> None:
    lesson = predicted("isolation")
    other = made_run(run_of(lesson), "rollback", {"flag_s": (1.0, 1.0)})
    assert "holds no failure-isolation" in lesson.take(other, RAN).unusable


def test_a_run_that_measured_nothing_is_no_evidence(predicted: Open) -> None:
    lesson = predicted("isolation")
    empty = made_run(run_of(lesson), values={"recovery_s": CRASH["recovery_s"]})
    assert lesson.take(empty, RAN).unusable == "nothing was measured for claim m7"


def test_claims_that_changed_since_need_another_prediction(predicted: Open) -> None:
    lesson = predicted("isolation")
    other = made_run(run_of(lesson), claims_sha256="0" * 64)
    assert "another claims.toml" in lesson.take(other, RAN).unusable
    changed = replace(lesson, claims=replace(lesson.claims, digest="0" * 64))
    with pytest.raises(NotYet, match=r"claims\.toml has changed since you predicted"):
        changed.require_prediction()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("summary.json", "changed after the run"),
        ("verdicts.json", "changed after the run"),
        ("visits/01-*/visit.json", "edited or cut short"),
    ],
)
def test_a_run_that_is_edited_is_noticed(file: str, said: str, predicted: Open) -> None:
    lesson = predicted("isolation")
    folder = made_run(run_of(lesson))
    lesson.take(folder, RAN)
    (path,) = folder.glob(file)
    path.write_text(path.read_text() + " ")
    with pytest.raises(Unusable, match=said):
        lesson.evidence()


def test_a_run_that_is_cut_short_is_noticed(predicted: Open) -> None:
    lesson = predicted("isolation")
    folder = made_run(run_of(lesson))
    lesson.take(folder, RAN)
    text = (folder / "summary.json").read_text()
    (folder / "summary.json").write_text(text[: len(text) // 2])
    with pytest.raises(Unusable, match=r"summary\.json: not whole"):
        lesson.evidence()


def test_an_interrupted_run_is_taken_up_and_replaced_when_it_is_whole(predicted: Open) -> None:
    lesson = predicted("isolation")
    folder = made_run(run_of(lesson), complete=False)
    lesson.take(folder, RAN)
    assert lesson.interrupted() == folder
    summary = json.loads((folder / "summary.json").read_text())
    (folder / "summary.json").write_text(json.dumps(summary | {"complete": True}))
    lesson.take(folder, RAN)
    assert [run.unusable for run in lesson.attempts[0].runs] == [""]
    assert lesson.interrupted() is None


def test_a_guide_is_done_when_all_answers_are_right_for_the_last_run(predicted: Open) -> None:
    lesson = predicted("isolation")
    lesson.take(made_run(run_of(lesson)), RAN)
    attempt, seen = lesson.evidence()
    stages = [lesson.stage]
    mark(lesson, attempt, {"died": "b"}, seen, CHECKED)
    stages.append(lesson.stage)
    mark(lesson, attempt, right_answers(lesson, seen), seen, CHECKED)
    stages.append(lesson.stage)
    later = CHECKED + timedelta(hours=1)
    lesson.take(made_run(run_of(lesson), at=later), later)
    stages.append(lesson.stage)
    assert stages == [Stage.RUN, Stage.RUN, Stage.DONE, Stage.RUN]


def test_verdict_tables_are_told_the_last_prediction(predicted: Open) -> None:
    lesson = predicted("isolation")
    lab, digest = lesson.folder.parent, lesson.claims.digest
    assert predictions(("m7", "m6"), digest, lab) == {
        "m7": {
            "says": "Supported",
            "number": 50.0,
            "unit": "points",
            "guide": "isolation",
            "attempt": 1,
            "at": "2026-11-23T08:00:00+00:00",
        }
    }
    assert predictions(("m7",), "another digest", lab) == {}
    assert predictions(("m7",), digest, lab.parent / "nobody") == {}
    file = lesson.folder / "attempt-1" / "prediction.json"
    file.chmod(0o644)
    file.write_text("{")
    assert predictions(("m7",), digest, lab) == {}
