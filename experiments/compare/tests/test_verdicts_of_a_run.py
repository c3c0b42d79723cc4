"""What the gates of a whole run do to its verdicts."""

import pytest

from experiments.analysis.claims import load_claims
from experiments.analysis.gates import ORDER_UNSEEN
from experiments.analysis.verdict import Ruling
from experiments.compare.result import Result
from experiments.compare.verdicts import verdicts
from experiments.testing.comparison import result


def remarks(seen: Result) -> set[str]:
    return {text for one in verdicts(seen, load_claims()) for text in one.verdict.remarks}


@pytest.mark.parametrize(("blocks", "unseen"), [(6, True), (7, True), (8, False)])
def test_verdicts_say_where_an_order_effect_cannot_be_seen(blocks: int, unseen: bool) -> None:
    assert (ORDER_UNSEEN in remarks(result(blocks))) is unseen


def test_that_alone_takes_no_verdict_away() -> None:
    assert Ruling.SUPPORTED in {one.verdict.ruling for one in verdicts(result(6), load_claims())}


def test_blocks_that_stay_disturbed_on_one_side_are_uneven_reruns() -> None:
    """They were thrown away, which flatters that side as much as a rerun does."""
    noisy = next(block.number for block in result(8).plan.blocks if block.order[1] == "services")
    assert "reruns: 0 for the monolith, 1 for the services" in remarks(result(8, noisy=(noisy,)))
