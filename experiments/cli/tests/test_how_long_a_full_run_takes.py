"""A full run ends within two and a half hours, whatever is added to the catalogue."""

import pytest

from experiments.catalogue import BY_NAME, EXTRA
from experiments.cli import request
from experiments.cli.defaults import BOTH, DEFAULT_RATE
from experiments.cli.request import FULL_BLOCKS, Request, plan_of
from experiments.compare.agenda import Agenda

FULL = Request((), BOTH, blocks=None, seed=1, rate=DEFAULT_RATE, full=True)
MOST_S = 150 * 60


def test_a_full_run_is_announced_to_take_two_and_a_half_hours_at_most() -> None:
    plan = plan_of(FULL)
    assert (plan.settings.blocks, plan.settings.extras) == (FULL_BLOCKS, EXTRA)
    assert Agenda(plan).left_s() <= MOST_S


def test_with_what_is_run_by_name_only_it_would_take_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(request, "EXTRA", (*EXTRA, *BY_NAME))
    assert Agenda(plan_of(FULL)).left_s() > MOST_S
