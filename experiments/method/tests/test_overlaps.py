"""Faults that could not be told apart are refused before anything runs."""

import pytest

from experiments.faults.clock_skewed import clock_skewed
from experiments.faults.crash import crash
from experiments.faults.database_killed import database_killed
from experiments.faults.database_paused import database_paused
from experiments.faults.fault import FaultError
from experiments.faults.hang import hang
from experiments.faults.outside_black_hole import outside_black_hole
from experiments.faults.outside_slow import outside_slow
from experiments.method.overlaps import require_apart
from experiments.method.steps import Clear, Inject, Step, load, segments, wait
from experiments.topology import MONOLITH, SERVICES, TOPOLOGIES, Topology
from experiments.workload.mixes import MIXED

ONE, OTHER = database_paused("orders"), database_killed("payments")
CLEARED = (wait(8), Clear("orders"), Clear("payments"), wait(2))


def check(topology: Topology, *steps: Step) -> None:
    require_apart(segments((load(MIXED), wait(2), *steps)), topology)


def test_two_features_may_share_a_database_on_one_arm_and_not_on_the_other() -> None:
    check(SERVICES, Inject(ONE), Inject(OTHER), *CLEARED)
    said = "database paused of orders and database killed of payments hit the same on monolith"
    with pytest.raises(FaultError, match=said):
        check(MONOLITH, Inject(ONE), Inject(OTHER), *CLEARED)


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
def test_one_after_the_other_they_may_hit_the_same(topology: Topology) -> None:
    between = (wait(4), Clear("orders"), wait(4))
    check(topology, Inject(ONE), *between, Inject(OTHER), *CLEARED)


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
def test_a_feature_has_one_wrapper_and_everybody_one_outside_world(topology: Topology) -> None:
    for pair in (
        (crash("orders"), hang("orders")),
        (outside_slow("orders", 100), outside_black_hole("recommendations")),
    ):
        with pytest.raises(FaultError, match="hit the same"):
            check(topology, *map(Inject, pair), *CLEARED, Clear("recommendations"))
    check(topology, Inject(crash("orders")), Inject(crash("payments")), *CLEARED)


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
def test_what_could_never_be_proven_is_refused(topology: Topology) -> None:
    again = (wait(4), Clear("orders"), wait(4))
    for steps, said in (
        ((Inject(ONE), wait(8)), "database paused of orders is never cleared under its load"),
        ((Inject(ONE), *again, Inject(ONE), *again), "orders is injected twice under one load"),
        ((wait(8), Inject(ONE)), "database paused of orders is injected under no load"),
    ):
        with pytest.raises(FaultError, match=said):
            check(topology, *steps)


def test_a_replica_has_one_clock_for_all_that_it_hosts() -> None:
    wrong = (Inject(clock_skewed("orders", 60)), Inject(clock_skewed("payments", -60)))
    check(SERVICES, *wrong, *CLEARED)
    with pytest.raises(FaultError, match="hit the same on monolith"):
        check(MONOLITH, *wrong, *CLEARED)
