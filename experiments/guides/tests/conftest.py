"""Lessons in a folder of their own."""

from pathlib import Path

import pytest

from experiments.analysis.claims import load_claims
from experiments.guides.content import load_common, load_guide
from experiments.guides.lesson import Lesson
from experiments.guides.prediction import Prediction, Said
from experiments.guides.tests.answers import Open
from experiments.guides.tests.made_runs import PREDICTED


@pytest.fixture
def open_lesson(tmp_path: Path) -> Open:
    """As a student finds it: nothing is predicted."""

    def opened(name: str) -> Lesson:
        return Lesson(load_guide(name), tmp_path / "lab" / name, load_claims(), load_common())

    return opened


@pytest.fixture
def predicted(open_lesson: Open) -> Open:
    """With a prediction of everything Supported."""

    def opened(name: str) -> Lesson:
        lesson = open_lesson(name)
        said = {
            each.claim: Said("Supported", each.most / 2, each.unit)
            for each in lesson.guide.foreseen
        }
        at = PREDICTED.isoformat(timespec="seconds")
        digest = lesson.claims.digest
        lesson.predict(Prediction(name, 0, at, digest, said, "it shares a process"))
        return lesson

    return opened
