"""What the verdicts are worth where the truth is known: 10,000 comparisons a cell, fixed seeds."""

import math
from collections.abc import Sequence

import pytest

from experiments.analysis.gates import order_effect
from experiments.analysis.grid import Interval
from experiments.analysis.question import Pair
from experiments.analysis.signed_rank import hodges_lehmann
from experiments.analysis.tests.blocks import COSTS_LESS, COSTS_MORE, OTHERS_LOSE
from experiments.analysis.tests.proof import Figure, off_the_figure, rate, the_labs, wrong_verdicts
from experiments.analysis.tests.visits import (
    COMPARISONS,
    Cell,
    balanced,
    comparisons,
    one_arm_after_the_other,
)
from experiments.analysis.verdict import Ruling, judge, rule

MOODS = 0.77
"""The autocorrelation between consecutive runs in published raw data."""

AT_THE_MARGIN = [
    Cell(blocks, sd, COSTS_MORE.margin, moods)
    for blocks in (8, 16)
    for moods in (0.0, MOODS)
    for sd in (0.05, 0.10)
]
FIGURES = [
    Figure(Cell(8, 0.05, 1.25), Ruling.SUPPORTED, 0.98),
    Figure(Cell(8, 0.05, 1.00), Ruling.REFUTED, 0.86),
    Figure(Cell(8, 0.05, 1.10), Ruling.SUPPORTED, 0.02),
    Figure(Cell(8, 0.05, 1.10), Ruling.REFUTED, 0.02),
    Figure(Cell(8, 0.10, 1.25), Ruling.SUPPORTED, 0.51),
    Figure(Cell(8, 0.10, 1.00), Ruling.REFUTED, 0.32),
    Figure(Cell(8, 0.10, 1.50), Ruling.SUPPORTED, 0.998),
    Figure(Cell(8, 0.10, 1.25, MOODS), Ruling.SUPPORTED, 0.99),
    Figure(Cell(8, 0.10, 1.00, MOODS), Ruling.REFUTED, 0.88),
    Figure(Cell(16, 0.10, 1.25), Ruling.SUPPORTED, 0.90),
    Figure(Cell(16, 0.10, 1.00), Ruling.REFUTED, 0.68),
]
"""All that design.md prints under "What this buys, simulated"."""


def the_estimate_alone(blocks: Sequence[Pair]) -> Ruling | None:
    """Broken on purpose: an interval without width."""
    values = [value for value in map(COSTS_MORE.value, blocks) if value is not None]
    estimate = hodges_lehmann(values)
    return rule(COSTS_MORE, Interval(estimate, estimate))[0]


def the_other_way(blocks: Sequence[Pair]) -> Ruling | None:
    """The lab's method, asked whether the other arm costs less."""
    return judge(COSTS_LESS, blocks).ruling


def one_arms_level(blocks: Sequence[Pair]) -> Ruling | None:
    """The same runs for a claim about the baseline alone, whose truth lies at its margin."""
    levels = [Pair(one.block, 1 + math.log(one.baseline or 0), None, True) for one in blocks]
    return judge(OTHERS_LOSE, levels).ruling


@pytest.mark.parametrize("cell", AT_THE_MARGIN, ids=str)
def test_at_the_margin_three_in_a_hundred_verdicts_are_wrong_at_most(cell: Cell) -> None:
    assert list(wrong_verdicts(cell, balanced, the_labs)) == []


@pytest.mark.parametrize("sd", [0.05, 0.10])
def test_an_arm_against_itself_is_supported_in_fewer_than_one_of_a_thousand(sd: float) -> None:
    """Whichever way the claim points."""
    cell = Cell(8, sd, 1.0)
    found = rate(cell, Ruling.SUPPORTED, balanced, the_labs)
    found += rate(cell, Ruling.SUPPORTED, balanced, the_other_way)
    assert found < 0.001


def test_an_interval_without_width_supports_more_than_that() -> None:
    assert rate(Cell(8, 0.10, 1.0), Ruling.SUPPORTED, balanced, the_estimate_alone) > 0.001


@pytest.mark.parametrize("figure", FIGURES, ids=str)
def test_a_printed_figure_comes_out_within_three_points(figure: Figure) -> None:
    assert list(off_the_figure(figure, balanced, the_labs)) == []


def test_an_interval_without_width_fails_the_same_checks() -> None:
    cell = Cell(8, 0.05, COSTS_MORE.margin)
    assert len(list(wrong_verdicts(cell, balanced, the_estimate_alone))) == 2


def test_one_arm_after_the_other_fails_the_same_checks() -> None:
    cell = Cell(8, 0.10, COSTS_MORE.margin, MOODS)
    assert len(list(wrong_verdicts(cell, one_arm_after_the_other, the_labs))) == 2


def test_one_arm_after_the_other_misses_the_printed_power() -> None:
    figure = next(figure for figure in FIGURES if figure.cell.autocorrelation)
    assert list(off_the_figure(figure, one_arm_after_the_other, the_labs))


def test_a_claim_about_one_arm_is_as_safe_where_visits_have_no_moods() -> None:
    cell = Cell(8, 0.10, COSTS_MORE.margin, drift=0)
    assert list(wrong_verdicts(cell, balanced, one_arms_level)) == []


def test_no_pair_protects_a_claim_about_one_arm_from_moods() -> None:
    """A known limit: what such a claim is about must itself be a difference within a visit."""
    cell = Cell(8, 0.10, COSTS_MORE.margin, MOODS, drift=0)
    assert len(list(wrong_verdicts(cell, balanced, one_arms_level))) == 2


@pytest.mark.parametrize("blocks", [8, 16])
def test_the_order_gate_stops_five_in_a_hundred_sound_runs_at_most(blocks: int) -> None:
    assert _stopped(Cell(blocks, 0.05, 1.0), gain=1.0) <= 0.05


def test_the_order_gate_stops_runs_in_which_going_first_pays() -> None:
    assert _stopped(Cell(8, 0.05, 1.0), gain=1.25) >= 0.95


def _stopped(cell: Cell, gain: float) -> float:
    """How often the gate speaks if the visit that comes first is better by the factor `gain`."""
    problems = 0
    for blocks in comparisons(cell):
        shifted = [
            Pair(one.block, one.baseline, one.other * gain, True)
            if one.baseline_first
            else Pair(one.block, one.baseline * gain, one.other, False)
            for one in blocks
            if one.baseline is not None and one.other is not None
        ]
        problems += order_effect(COSTS_MORE, shifted).problem is not None
    return problems / COMPARISONS
