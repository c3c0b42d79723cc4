"""The lowest rungs of the orders ladder on the real services: served, within quota, measured."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from experiments.catalogue.scaling_depth import depth
from experiments.cli.real_lab import open_lab
from experiments.depth.climb import Climb
from experiments.depth.figures import SCALED
from experiments.depth.visit import Visit, make
from experiments.run_folder.folder import RunFolder
from experiments.stacks.local.abilities import unable
from experiments.stacks.local.quotas import NO_QUOTA
from experiments.stacks.protocol import Ability
from experiments.topology import SERVICES

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(Ability.CPU_QUOTA in unable(), reason=NO_QUOTA),
]
SHORT = replace(depth, most=2, large=(2,), visits=1, ladders=depth.ladders[1:])
SLACK = 0.02
"""Cores that a quota's first period may give beyond it over a window."""


@pytest.fixture(scope="module")
def climb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Climb]:
    folder = RunFolder(tmp_path_factory.mktemp("depth"))
    visit = Visit(SHORT.ladders[0], SERVICES, block=1)
    with open_lab(lambda _text: None) as lab:
        yield make(visit, 1, SHORT, 3, lab, folder, lambda _text: None)


def test_every_rung_serves_and_nothing_is_lost(climb: Climb) -> None:
    assert [point.rung.name for point in climb.points] == ["out-1", "out-2", "up-2"]
    assert all(point.served_per_s > 1 for point in climb.points)
    assert climb.violations == ()


def test_the_scaled_part_stays_within_its_quota_and_others_are_seen_at_work(climb: Climb) -> None:
    for point in climb.points:
        assert point.cores[SCALED] < SHORT.quota * point.rung.times + SLACK
        assert point.cores["databases"] > 0
        assert point.cores["broker"] > climb.idle["broker"]
        assert point.sessions is not None
        assert point.sessions > 0
