"""Each step reaches the part that hosts the feature, and all of them can be taken back."""

from collections.abc import Mapping
from typing import Any

import pytest

from experiments.artefacts.release import Change, Release
from experiments.faults.crash import crash
from experiments.faults.switchable import switchable
from experiments.method.actuator import Actuator, Effort
from experiments.method.naming import about, kind_of
from experiments.method.steps import (
    ARTEFACT,
    FLAG,
    FORWARD,
    REVERT,
    Ask,
    Clear,
    Deploy,
    FlagOn,
    Guard,
    Inject,
    InOrder,
    Limit,
    Outside,
    Probe,
    RollBack,
    Sampling,
    Scale,
    Step,
    Wait,
    Work,
)
from experiments.releases.good_catalog import GOOD_CATALOG
from experiments.releases.held_for import HELD_FOR, IN_ORDER, WRITER_2
from experiments.releases.release_2 import RELEASE_2
from experiments.releases.renamed_column import RELEASE_2_RENAMING, RELEASE_3
from experiments.testing.fake_stack import FakeStack
from experiments.topology import MONOLITH, SERVICES, Topology

BASE = switchable(["payments"])


def ask(probe: Probe, url: str) -> float:
    return probe(url)


class Fixture:
    def __init__(self, topology: Topology) -> None:
        self.stack = FakeStack(topology)
        self.stack.start(BASE)
        self.outside: list[Mapping[str, Any]] = []
        self.actuator = Actuator(
            self.stack,
            BASE,
            self.outside.append,
            lambda times: int(2 * times),
            ask,
        )


@pytest.fixture
def services() -> Fixture:
    return Fixture(SERVICES)


@pytest.fixture
def monolith() -> Fixture:
    return Fixture(MONOLITH)


def test_a_fault_is_switched_on_and_cleared(services: Fixture) -> None:
    services.actuator.do(Inject(crash("payments")))
    assert services.stack.switches["payments"]["fault"] == "crash"
    services.actuator.do(Clear("payments"))
    assert services.stack.switches == {}


def test_work_is_added_and_taken_away(services: Fixture) -> None:
    services.actuator.do(Work("catalog", ("read",), 5))
    assert services.stack.switches["catalog"] == {"fault": "cpu", "methods": ["read"], "ms": 5}
    services.actuator.do(Work("catalog", ("read",), 0))
    assert services.stack.switches == {}


def test_a_release_reaches_the_parts_whose_features_it_changes(services: Fixture) -> None:
    services.actuator.do(Deploy(RELEASE_2))
    assert services.stack.deployed == [
        ("catalog", "switchable+release-2"),
        ("payments", "switchable+release-2"),
    ]


def test_the_monolith_is_deployed_once_for_both_changes(monolith: Fixture) -> None:
    monolith.actuator.do(Deploy(RELEASE_2))
    assert monolith.stack.deployed == [("monolith", "switchable+release-2")]


def test_a_rollback_by_artefact_deploys_what_the_part_had_before(services: Fixture) -> None:
    services.actuator.do(Deploy(RELEASE_2))
    services.actuator.do(RollBack("payments", ARTEFACT))
    assert services.stack.deployed[-1] == ("payments", "switchable")


def test_a_revert_keeps_the_rest_of_the_release(monolith: Fixture) -> None:
    monolith.actuator.do(Deploy(RELEASE_2))
    monolith.actuator.do(RollBack("payments", REVERT))
    assert monolith.stack.deployed[-1][1] == "switchable+release-2 without payments"


def test_a_flag_deploys_nothing(monolith: Fixture) -> None:
    monolith.actuator.do(Deploy(RELEASE_2))
    monolith.actuator.do(RollBack("payments", FLAG))
    assert (len(monolith.stack.deployed), monolith.stack.switches["payments"]) == (
        1,
        {"flag": "former"},
    )
    monolith.actuator.do(FlagOn("payments"))
    assert monolith.stack.switches == {}


def test_rolling_forward_deploys_the_release_that_mends_the_schema(services: Fixture) -> None:
    services.actuator.do(Deploy(RELEASE_2_RENAMING, forward=RELEASE_3))
    services.actuator.do(RollBack("payments", FORWARD))
    assert services.stack.deployed[2:] == [("payments", "switchable+release-3")]


def test_what_was_rolled_forward_is_put_back_like_anything_else(monolith: Fixture) -> None:
    monolith.actuator.do(Deploy(RELEASE_2_RENAMING, forward=RELEASE_3))
    monolith.actuator.do(RollBack("payments", FORWARD))
    monolith.actuator.put_back()
    assert monolith.stack.deployed[2:] == [("monolith", "switchable")]


def test_a_schema_is_mended_before_what_ran_before_is_put_back(
    services: Fixture, monolith: Fixture
) -> None:
    for arm, part in ((services, "payments"), (monolith, "monolith")):
        arm.actuator.do(Deploy(RELEASE_2_RENAMING, forward=RELEASE_3))
        arm.actuator.do(RollBack("payments", ARTEFACT))
        arm.actuator.put_back()
        releases = [release for where, release in arm.stack.deployed if where == part]
        assert releases[-2:] == ["switchable+release-3", "switchable"]


def test_who_deployed_no_way_forward_cannot_go_it(monolith: Fixture) -> None:
    monolith.actuator.do(Deploy(RELEASE_2))
    with pytest.raises(AssertionError, match="without a way forward"):
        monolith.actuator.do(RollBack("payments", FORWARD))


def test_a_step_says_how_long_it_built_and_how_many_parts_it_deployed(services: Fixture) -> None:
    def effort(step: Step) -> tuple[float, int]:
        taken = services.actuator.do(step)
        return taken.building_s, taken.deploys

    assert effort(Deploy(RELEASE_2)) == (pytest.approx(0.2), 2)
    assert effort(RollBack("payments", REVERT)) == (pytest.approx(0.1), 1)
    assert effort(RollBack("payments", FLAG)) == (0.0, 0)


def test_a_share_of_traces_is_told_to_the_whole_arm_and_taken_back_once(services: Fixture) -> None:
    services.actuator.put_back()
    assert services.stack.sampled == []
    services.actuator.do(Sampling(1))
    services.actuator.do(Sampling(10))
    services.actuator.put_back()
    services.actuator.put_back()
    assert services.stack.sampled == [1, 10, None]


def test_the_part_of_the_feature_is_scaled(services: Fixture, monolith: Fixture) -> None:
    for arm, part in ((services, "recommendations"), (monolith, "monolith")):
        arm.actuator.do(Scale("recommendations", 4))
        assert arm.stack.replicas(part) == 8


def test_the_part_of_the_feature_is_limited(services: Fixture, monolith: Fixture) -> None:
    for arm, part in ((services, "recommendations"), (monolith, "monolith")):
        arm.actuator.do(Limit("recommendations", 0.25))
        assert arm.stack.limits == {part: 0.25}
        assert about(Limit("recommendations", 0.25)) == "recommendations 0.25 cores"


def test_a_probe_is_asked_at_the_gateway(services: Fixture) -> None:
    asked: list[str] = []
    services.actuator.do(Ask("kept", lambda url: not asked.append(url)))  # type: ignore[func-returns-value]
    assert services.actuator.facts == {"kept": True}
    assert asked == [services.stack.gateway_url]


def test_everything_is_put_back(services: Fixture) -> None:
    scarce = (Scale("recommendations", 4), Limit("recommendations", 0.25))
    for step in (Inject(crash("payments")), Deploy(RELEASE_2), *scarce):
        services.actuator.do(step)
    services.actuator.put_back()
    assert services.stack.switches == {}
    assert services.stack.limits == {}
    assert services.stack.replicas("recommendations") == 1
    assert {services.stack.artefact_of(part).release for part in ("catalog", "payments")} == {
        "switchable"
    }


def test_what_was_never_changed_is_not_deployed_again(services: Fixture) -> None:
    services.actuator.put_back()
    assert services.stack.deployed == []


def test_the_outside_world_is_let_go_as_it_was(services: Fixture) -> None:
    services.actuator.do(Outside({"latency_ms": 350}))
    services.actuator.let_go()
    assert services.outside == [{"latency_ms": 350}, {}]


def test_who_did_not_touch_the_outside_world_leaves_it_alone(services: Fixture) -> None:
    services.actuator.let_go()
    assert services.outside == []


@pytest.mark.parametrize("step", [Wait(1), Guard("payments", 1)], ids=kind_of)
def test_waiting_is_nobodys_step(services: Fixture, step: Step) -> None:
    with pytest.raises(TypeError, match="is no step to do"):
        services.actuator.do(step)


def test_a_change_between_features_goes_out_in_order_where_they_are_apart(
    services: Fixture,
) -> None:
    assert services.actuator.do(InOrder(IN_ORDER)).deploys == 2
    assert services.stack.deployed == [
        ("orders", f"switchable+{WRITER_2.name}"),
        ("inventory", f"switchable+{HELD_FOR.name}"),
    ]


def test_where_one_part_hosts_both_they_change_together(monolith: Fixture) -> None:
    assert monolith.actuator.do(InOrder(IN_ORDER)).deploys == 1
    assert monolith.stack.deployed == [("monolith", f"switchable+{HELD_FOR.name}")]
    assert about(InOrder(IN_ORDER)) == HELD_FOR.name


def test_a_release_leaves_alone_what_it_does_not_change(services: Fixture) -> None:
    services.actuator.do(Deploy(Release("first", (GOOD_CATALOG,))))
    services.actuator.do(Deploy(Release("second", (GOOD_CATALOG, Change("payments")))))
    assert [part for part, _ in services.stack.deployed] == ["catalog", "payments"]


def test_what_runs_already_is_not_rolled_back_to(services: Fixture) -> None:
    assert services.actuator.do(RollBack("catalog", ARTEFACT)) == Effort(0.0, 0)


def test_what_went_out_in_order_is_put_back(services: Fixture, monolith: Fixture) -> None:
    for arm in (services, monolith):
        arm.actuator.do(InOrder(IN_ORDER))
        arm.actuator.put_back()
        parts = arm.stack.topology.parts
        assert {arm.stack.artefact_of(part.name).release for part in parts} == {"switchable"}
