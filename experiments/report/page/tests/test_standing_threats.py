"""Threats that every run has, as the page shows them."""

import pytest

from experiments.report.page.figures.plain import printable
from experiments.report.page.sections.standing_threats import ARMS, LOAD, Threat


@pytest.mark.parametrize("threat", [*ARMS, *LOAD], ids=lambda threat: threat.title)
def test_a_standing_threat_is_shown_to_its_last_word(threat: Threat) -> None:
    assert printable(threat.text) == threat.text
    assert printable(threat.towards) == threat.towards
