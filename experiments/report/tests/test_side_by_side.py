import io

import pytest
from rich.console import Console

from experiments.diff.pairs import PAIRS, Pair
from experiments.report.side_by_side import LEAST_WIDTH, show_pair


def shown(pair: Pair, width: int) -> str:
    stream = io.StringIO()
    show_pair(pair, Console(file=stream, width=width, highlight=False))
    return stream.getvalue()


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("width", [60, 80, LEAST_WIDTH, 160])
def test_no_line_is_wider_than_the_terminal(pair: Pair, width: int) -> None:
    assert max(len(line.rstrip()) for line in shown(pair, width).splitlines()) <= width


def test_a_wide_terminal_shows_both_arms_in_one_line() -> None:
    lines = shown(PAIRS["checkout"], LEAST_WIDTH).splitlines()
    assert any("monolith/checkout.py" in line and "orders/checkout.py" in line for line in lines)


def test_a_narrow_terminal_shows_one_after_the_other() -> None:
    text = shown(PAIRS["checkout"], 80)
    assert text.index("monolith/checkout.py ─") < text.index("orders/saga.py ─")
    assert text.splitlines()[1] == f"(side by side from {LEAST_WIDTH} columns on)"


def test_the_shared_steps_come_first() -> None:
    text = shown(PAIRS["checkout"], 80)
    assert text.index("Step(AuthorisePayment, undo=VoidPayment)") < text.index("monolith/checkout")
