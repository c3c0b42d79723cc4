"""What a pair, a ratio and the table say."""

import json

import pytest

from experiments.bench.ratio import Bench, Figure, Pair, Ratio, turns
from experiments.bench.table import WIDTH, table

MACHINE = {"cpu": {"cores": 2, "model": "a processor"}, "python": "3.11.7"}


def ratio(*pairs: tuple[float, float], aim: float | None = 0.6, at_least: bool = True) -> Ratio:
    return Ratio(
        "catalogue read",
        "our app",
        "a bare Flask app",
        "requests a CPU second of the server",
        aim,
        at_least,
        tuple(Pair(*pair) for pair in pairs),
    )


def test_a_ratio_is_the_median_of_its_pairs_with_the_range_they_span() -> None:
    measured = ratio((1, 2), (3, 4), (2, 2))
    assert measured.median == 0.75
    assert measured.spread == (0.5, 1.0)


@pytest.mark.parametrize(
    ("aim", "at_least", "is_met"),
    [(0.75, True, True), (0.76, True, False), (0.75, False, True), (0.74, False, False)],
)
def test_an_aim_is_a_floor_or_a_ceiling(aim: float, at_least: bool, is_met: bool) -> None:
    assert ratio((3, 4), aim=aim, at_least=at_least).is_met is is_met


def test_who_goes_first_changes_from_turn_to_turn() -> None:
    assert list(turns(4)) == [True, False, True, False]


def bench() -> Bench:
    wide = Ratio("settle, services", "an order", "the sum of its hops", "ms", 2.0, False,
                 (Pair(12_345.6, 100.0), Pair(1.0, 1000.0)))  # fmt: skip
    figures = [Figure("start, services", "s", (9.1, 10.4))]
    return Bench([ratio((1234, 2345)), wide], figures, MACHINE)


def test_the_table_fits_a_terminal_and_says_what_was_missed() -> None:
    text = table(bench())
    assert max(len(line) for line in text.splitlines()) <= WIDTH
    assert text.count("MISSED") == 2


def test_two_values_have_no_median() -> None:
    assert "9.10, 10.4 s" in table(bench())
    three = [Figure("start, services", "s", (9.1, 10.4, 9.8))]
    assert "9.80 s (9.10, 10.4, 9.80)" in table(Bench([], three, MACHINE))


def test_a_ratio_without_an_aim_is_neither_met_nor_missed() -> None:
    text = table(Bench([ratio((3, 4), aim=None)], [], MACHINE))
    assert "met" not in text.split()
    assert "MISSED" not in text


def test_the_document_holds_every_measurement() -> None:
    kept = json.loads(json.dumps(bench().as_json()))
    assert kept["ratios"][0]["pairs"] == [[1234, 2345]]
    assert kept["ratios"][1]["is_met"] is False
    assert kept["figures"][0]["values"] == [9.1, 10.4]
