"""The suite on each arm, as it really runs, and the answers of both side by side."""

from typing import Any

import pytest

from experiments.checks.conformance.transcript import differences
from experiments.topology import TOPOLOGIES

pytestmark = pytest.mark.real
LONGEST_S = 15


@pytest.mark.parametrize("arm", sorted(TOPOLOGIES))
def test_an_arm_keeps_the_contract_within_the_time_the_lab_has_for_it(
    arm: str, examined: Any
) -> None:
    assert examined(arm).fresh.deviations == ()
    assert examined(arm).took_s < LONGEST_S


@pytest.mark.parametrize("arm", sorted(TOPOLOGIES))
def test_a_used_arm_can_be_checked_again(arm: str, examined: Any) -> None:
    used = examined(arm).used
    assert used.deviations == ()
    remarks = {result.sentence: result.detail for result in used.results}
    assert "an earlier run sold it" in remarks["the last unit is sold once"]


def test_both_arms_answer_the_same(examined: Any) -> None:
    oracle, other = examined("monolith").script, examined("services").script
    assert oracle
    assert differences(oracle, other) == []
