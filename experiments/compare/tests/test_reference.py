"""This machine's verdicts beside those of the reference run."""

import json
from pathlib import Path

import pytest

from experiments.analysis.claims import load_claims
from experiments.compare.expectations import NO_EXPECTATIONS
from experiments.compare.reference import BrokenReference, Held, read_reference
from experiments.compare.verdicts import verdicts, verdicts_json
from experiments.testing.comparison import result

HERE = {"cpu": {"model": "A", "cores": 2, "pinned": True}, "python": "3.11.2"}


def rulings(blocks: int) -> dict[str, str | None]:
    ruled = verdicts(result(blocks), load_claims())
    return {one.claim.id: one.verdict.ruling for one in ruled}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    told = verdicts_json(result(8), load_claims(), NO_EXPECTATIONS)
    told["verdicts"][1]["ruling"] = "Refuted"
    (tmp_path / "verdicts.json").write_text(json.dumps(told))
    (tmp_path / "environment.json").write_text(json.dumps(HERE))
    return tmp_path


def test_claims_agree_when_their_rulings_do(folder: Path) -> None:
    reference = read_reference(folder)
    assert reference is not None
    one, two, _ = reference.held(rulings(8))
    assert (one, one.agrees) == (Held("c1", "Supported", "Supported"), True)
    assert (two, two.agrees) == (Held("c2", "Supported", "Refuted"), False)


def test_without_a_ruling_here_nothing_agrees(folder: Path) -> None:
    reference = read_reference(folder)
    assert reference is not None
    assert not any(held.agrees for held in reference.held(rulings(2)))


def test_conditions_that_differ_are_named_and_no_others(folder: Path) -> None:
    reference = read_reference(folder)
    assert reference is not None
    here = HERE | {"cpu": {"model": "A", "cores": 8, "pinned": True}}
    assert list(reference.conditions(here)) == ["cpu cores: 8 here, 2 there"]


def test_another_commit_is_a_condition_told_by_its_beginning(folder: Path) -> None:
    reference = read_reference(folder)
    assert reference is not None
    (line,) = reference.conditions(HERE | {"git": {"commit": "b2156a99957f" + "0" * 28}})
    assert line.startswith("git commit: b2156a99957f here, ")


def test_a_lab_without_a_reference_run_has_none(tmp_path: Path) -> None:
    assert read_reference(tmp_path / "nothing") is None


def test_a_broken_reference_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "verdicts.json").write_text("{")
    with pytest.raises(BrokenReference, match="cannot be read"):
        read_reference(tmp_path)
