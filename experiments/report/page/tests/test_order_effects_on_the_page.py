"""The page speaks of an order effect only where one could be seen, and names only a few."""

from pathlib import Path

from experiments.analysis.question import Pair, Scale
from experiments.report.page.reading.figures import Figure
from experiments.report.page.reading.run import read_run
from experiments.report.page.sections.noise import noise, noise_in_words
from experiments.report.page.write import render_report

UNSEEN = "Order effect: too few blocks to see one."


def figure(name: str, first_factor: float, blocks: int = 8) -> Figure:
    """`first_factor`: by how much the blocks lie higher that began with the baseline."""
    pairs = tuple(
        Pair(n, 1.0, 1.5 * (1 + n / 500) * (first_factor if n % 2 else 1), n % 2 == 1)
        for n in range(1, blocks + 1)
    )
    return Figure(
        "cost", name, name, "ms", Scale.RATIO, 1.1, pairs, (None, None),
        None, None, None, None, (), None,
    )  # fmt: skip


def test_one_block_cannot_show_an_order_effect(one_block: Path) -> None:
    page = render_report(read_run(one_block))
    assert UNSEEN in page
    assert "it mattered which arm came first" not in page
    assert "every block began with the same arm" not in page


def test_six_blocks_are_not_said_to_show_no_order_effect(page: str) -> None:
    assert UNSEEN in page
    assert "none seen" not in page


def test_an_effect_that_was_seen_is_named_and_counted() -> None:
    figures = (figure("CPU", 1.5), figure("memory", 1.0))
    (said,) = noise_in_words(figures)
    assert said.endswith("it mattered which arm came first in 1 of 2 metrics: CPU (cost).")
    assert [each.order_effect for each in noise(figures)][1] == "none seen"


def test_of_many_effects_a_few_are_named_and_none_in_half() -> None:
    (said,) = noise_in_words([figure(f"metric {n}", 1.5) for n in range(41)])
    assert said.endswith("metric 4 (cost) and 36 more.")
