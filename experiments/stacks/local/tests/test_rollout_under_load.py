"""Deploys and scalings of the real arms while shoppers shop: no request fails on either arm."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from experiments.artefacts.release import BASE, Change, Release
from experiments.budget import load_budget
from experiments.stacks.local.cores import split_cores
from experiments.stacks.protocol import Stack
from experiments.testing.real_arm import fresh_seed, running_arm
from experiments.testing.waiting import wait_until
from experiments.topology import PAYMENTS, RECOMMENDATIONS, TOPOLOGIES
from experiments.workload.plan import LoadPlan
from experiments.workload.run import start
from experiments.workload.samples import Sample, read_samples
from experiments.workload.scoring import Outcome

pytestmark = [pytest.mark.real, pytest.mark.timeout(180)]
RATE, WARMUP_S, SECONDS = 20.0, 1.0, 12.0
Act = Callable[[], object]


@pytest.fixture(scope="module", params=sorted(TOPOLOGIES))
def arm(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    with running_arm(request.param, tmp_path_factory.mktemp("logs")) as stack:
        yield stack


@pytest.fixture
def another(tmp_path: Path) -> Release:
    """Of other content than the base, and alike in all it does."""
    wrapper = tmp_path / "same.py"
    wrapper.write_text("def wrap(name, feature):\n    return feature\n")
    return Release("another", (Change(PAYMENTS, wrapper),))


def failures(stack: Stack, folder: Path, act: Act) -> list[Sample]:
    """What went wrong in a load in whose midst `act` is done. Slow is not wrong."""
    plan = LoadPlan(stack.gateway_url, fresh_seed(), RATE, SECONDS, warmup_s=WARMUP_S)
    load = start(plan, folder, split_cores(load_budget().cores.lab).lab)
    try:
        wait_until(lambda: load.elapsed_s() > WARMUP_S, within_s=30.0)
        act()
        report = load.wait()
    finally:
        load.stop()
    samples = read_samples(folder, report.samples)
    assert len(samples) > RATE * SECONDS / 2
    return [each for each in samples if each.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]


def test_a_deploy_of_payments_fails_no_request(
    arm: Stack, another: Release, tmp_path: Path
) -> None:
    part = arm.topology.part_of(PAYMENTS).name
    assert failures(arm, tmp_path / "load", lambda: arm.deploy(part, another)) == []
    assert arm.artefact_of(part).release == "another"
    arm.deploy(part, BASE)


def test_scaling_recommendations_up_and_down_fails_no_request(arm: Stack, tmp_path: Path) -> None:
    part = arm.topology.part_of(RECOMMENDATIONS)

    def up_and_down() -> None:
        arm.scale(part.name, part.replicas + 2)
        arm.scale(part.name, part.replicas)

    assert failures(arm, tmp_path / "load", up_and_down) == []
    assert arm.replicas(part.name) == part.replicas
    arm.wait_healthy(60)
