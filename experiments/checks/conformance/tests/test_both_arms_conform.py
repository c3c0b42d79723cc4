"""The suite on each arm, as it really runs, and the answers of both side by side."""

import time
from typing import Any

import pytest

from experiments.checks.conformance.run import check
from experiments.checks.conformance.transcript import Exchange, differences, transcript

pytestmark = pytest.mark.real
LONGEST_S = 15
transcripts: dict[str, list[Exchange]] = {}


def test_an_arm_keeps_the_contract_within_the_time_the_lab_has_for_it(running_arm: Any) -> None:
    began = time.monotonic()
    report = check(running_arm.gateway_url, 7, lambda _: None, outside_url=running_arm.outside_url)
    took = time.monotonic() - began
    assert report.deviations == ()
    assert took < LONGEST_S


def test_a_used_arm_can_be_checked_again(running_arm: Any) -> None:
    report = check(running_arm.gateway_url, 8, lambda _: None, outside_url=running_arm.outside_url)
    assert report.deviations == ()
    remarks = {result.sentence: result.detail for result in report.results}
    assert "an earlier run sold it" in remarks["the last unit is sold once"]


def test_both_arms_answer_the_same(running_arm: Any) -> None:
    transcripts[running_arm.name] = transcript(running_arm.gateway_url)
    if len(transcripts) == 2:
        assert differences(transcripts["monolith"], transcripts["services"]) == []
