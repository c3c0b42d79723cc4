"""What the gates of a whole run do to its verdicts."""

from dataclasses import replace

import pytest

from experiments.analysis.claims import load_claims
from experiments.analysis.gates import ORDER_UNSEEN
from experiments.analysis.verdict import Ruling
from experiments.compare.by_side import incorrect
from experiments.compare.lacking import (
    COUNTED_TWICE,
    MEMORY,
    NOT_PINNED,
    TIME,
    claims_in,
    lacking,
)
from experiments.compare.result import Result
from experiments.compare.verdicts import verdicts
from experiments.testing.comparison import COST, result


def remarks(seen: Result) -> set[str]:
    return {text for one in verdicts(seen, load_claims()) for text in one.verdict.remarks}


@pytest.mark.parametrize(("blocks", "unseen"), [(6, True), (7, True), (8, False)])
def test_verdicts_say_where_an_order_effect_cannot_be_seen(blocks: int, unseen: bool) -> None:
    assert (ORDER_UNSEEN in remarks(result(blocks))) is unseen


def test_that_alone_takes_no_verdict_away() -> None:
    assert Ruling.SUPPORTED in {one.verdict.ruling for one in verdicts(result(6), load_claims())}


def test_a_side_whose_bad_visits_are_thrown_away_has_no_verdicts_that_hang_on_them() -> None:
    said = remarks(_disturbed_services(cheaper=20.0))
    assert any(text.startswith("reruns: 0 for the monolith, 1 for the services") for text in said)


def test_a_disturbed_visit_that_says_the_same_takes_no_verdict_away() -> None:
    assert not any(text.startswith("reruns") for text in remarks(_disturbed_services(cheaper=1.0)))


def test_an_arm_that_broke_an_invariant_leaves_no_verdict() -> None:
    seen = result(8, violations={3: "stock is conserved: p-0001 has lost 2"})
    ruled = verdicts(seen, load_claims())
    assert {one.verdict.ruling for one in ruled} == {Ruling.INCONCLUSIVE}
    (side,) = incorrect(seen, COST.name)
    assert f"the {side} broke an invariant" in remarks(seen)


def test_an_arm_without_cores_of_its_own_leaves_no_verdict_on_time_and_cpu() -> None:
    claims = load_claims()
    ruled = verdicts(replace(result(8), pinned=False), claims)
    assert {one.verdict.ruling for one in ruled} == {Ruling.INCONCLUSIVE}
    assert all(NOT_PINNED in one.verdict.remarks for one in ruled)
    assert NOT_PINNED not in remarks(result(8))


def test_shares_and_memory_do_not_hang_on_that() -> None:
    assert list(claims_in(TIME, load_claims())) == ["m6", "s3", "s5", "c1", "c2", "c3"]


def test_where_shared_pages_are_counted_twice_memory_alone_says_nothing() -> None:
    assert list(claims_in(MEMORY, load_claims())) == ["m9"]
    assert list(lacking("MiB", pinned=False, proportional=False)) == [COUNTED_TWICE]
    assert list(lacking("ms", pinned=False, proportional=False)) == [NOT_PINNED]
    assert list(lacking("%", pinned=False, proportional=False)) == []
    assert list(lacking("MiB", pinned=True, proportional=True)) == []
    assert remarks(replace(result(8), proportional=False)) == remarks(result(8))


def _disturbed_services(cheaper: float) -> Result:
    """In one block the services were disturbed, and seemed to be so many times cheaper."""
    seen = result(8)
    number = next(n for n, block in enumerate(seen.plan.blocks, 1) if block.order[1] == "services")
    seen = result(8, noisy=(number,))
    visited = seen.blocks[number - 1]
    good, bad = visited.last
    trial = bad.trials[0]
    values = {key: value / cheaper for key, value in trial.values.items() if value is not None}
    pair = (good, replace(bad, trials=(replace(trial, values=values),)))
    blocks = list(seen.blocks)
    blocks[number - 1] = replace(visited, attempts=(pair,))
    return replace(seen, blocks=tuple(blocks))


def test_arms_without_a_protection_are_no_evidence_for_a_claim() -> None:
    seen = result(8)
    bare = replace(seen.plan.settings, without=frozenset(("breaker",)))
    assert verdicts(replace(seen, plan=replace(seen.plan, settings=bare)), load_claims()) == ()
