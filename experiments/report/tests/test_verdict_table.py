"""The verdicts as people see them: 80 columns, and nothing where there is none."""

import io
from collections.abc import Mapping
from dataclasses import replace

import pytest

from experiments.analysis.claims import load_claims
from experiments.analysis.question import Direction, Question, Scale
from experiments.analysis.verdict import Label, Ruling
from experiments.compare.expectations import NO_EXPECTATIONS, Expectations
from experiments.compare.reference import Reference
from experiments.compare.result import Result
from experiments.compare.verdicts import verdicts
from experiments.report.screen import console_on
from experiments.report.verdict_table import show_reference, show_verdicts
from experiments.testing.comparison import result


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def shown(seen: Result, full: bool = False, expected: Expectations = NO_EXPECTATIONS) -> str:
    stream = io.StringIO()
    show_verdicts(verdicts(seen, load_claims()), expected, full, console_on(stream))
    return stream.getvalue()


def test_each_claim_has_its_verdict_and_its_words() -> None:
    text = shown(result(8))
    (line,) = [line for line in text.splitlines() if line.startswith("c1  Supported")]
    assert "x to " in line
    assert "c1  Splitting costs CPU" in text
    assert "claimed above 1.10x" in text


def test_no_line_is_wider_than_80_columns() -> None:
    assert max(len(line) for line in shown(result(8)).splitlines()) <= 80


def test_no_line_ends_with_spaces() -> None:
    lines = shown(result(8)).splitlines()
    assert lines == [line.rstrip() for line in lines]


def test_provisional_verdicts_say_so() -> None:
    assert "provisional" in shown(result(8))
    assert "Holm" in shown(result(8), full=True)


def test_the_longest_verdict_fits_on_its_line() -> None:
    (one, *_) = verdicts(result(8), load_claims())
    refuted = replace(one.verdict, ruling=Ruling.REFUTED, label=Label.AT_MOST_SMALL)
    stream = io.StringIO()
    show_verdicts([replace(one, verdict=refuted)], NO_EXPECTATIONS, False, console_on(stream))
    assert "c1  Refuted, at most small " in stream.getvalue()


def test_a_claim_about_points_says_so() -> None:
    (one, *_) = verdicts(result(8), load_claims())
    question = Question(Scale.DIFFERENCE, Direction.LESS, 1.0)
    points = replace(one, verdict=replace(one.verdict, question=question), unit="pt")
    stream = io.StringIO()
    show_verdicts([points], NO_EXPECTATIONS, False, console_on(stream))
    assert "claimed below -1.0 pt" in stream.getvalue()


def test_where_there_is_no_verdict_its_figures_stay_blank() -> None:
    (one, *_) = verdicts(result(8), load_claims())
    none = replace(one.verdict, ruling=None, estimate=None, low=None, high=None)
    stream = io.StringIO()
    show_verdicts([one, replace(one, verdict=none)], NO_EXPECTATIONS, False, console_on(stream))
    (line,) = [line for line in stream.getvalue().splitlines() if "no verdict" in line]
    assert line.split() == ["c1", "no", "verdict", "-", "yes", "-"]
    assert "or - (nothing)" in " ".join(stream.getvalue().split())


def test_a_noisy_run_supports_nothing() -> None:
    text = shown(result(8, noisy=range(1, 9)))
    assert "  Supported  " not in text
    assert "every block was disturbed" in " ".join(text.split())


def test_with_too_few_blocks_nothing_is_shown() -> None:
    assert shown(result(4)) == ""


def test_what_others_said_stands_beside_the_verdict() -> None:
    expected = Expectations(
        {"c1": {"says": "Refuted"}},
        Reference({"c1": "Inconclusive"}, {"c1": 1.1}, {}, "digest"),
    )
    (line,) = [
        line
        for line in shown(result(8), expected=expected).splitlines()
        if line.startswith("c1  Supp")
    ]
    assert line.split()[-3:] == ["no", "yes", "?"]


def held_against(rulings: Mapping[str, str | None], python: str) -> list[str]:
    reference = Reference(rulings, {}, {"python": python}, "digest")
    stream = io.StringIO()
    ruled = verdicts(result(8), load_claims())
    show_reference(ruled, reference, {"python": "3.11"}, console_on(stream))
    return stream.getvalue().splitlines()


def test_the_reference_run_is_held_against_this_one() -> None:
    lines = held_against({"c1": "Refuted", "c2": "Supported"}, python="3.12")
    assert "Agrees with the reference run on 1 of 2 claims." in lines
    assert "  c1: Supported here, Refuted there" in lines
    assert "  python: 3.11 here, 3.12 there" in lines


def test_without_a_verdict_there_and_with_nothing_that_differs_both_are_said() -> None:
    lines = held_against({"c1": None, "c2": "Supported"}, python="3.11")
    assert "  c1: Supported here, no verdict there" in lines
    assert lines[-1].startswith("  machine, packages and commit are alike")
