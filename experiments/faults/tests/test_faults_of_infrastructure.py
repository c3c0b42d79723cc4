"""A fault names a feature; the topology says what of an arm that is, and what it is not."""

import json
from collections.abc import Callable
from dataclasses import asdict

import pytest

from experiments.faults.catalogue import FAULTS, fault_named, features_for
from experiments.faults.connection_leak import connection_leak
from experiments.faults.database_paused import database_paused
from experiments.faults.fault import Fault, FaultError
from experiments.faults.network_reset import network_reset
from experiments.faults.outside_slow import outside_slow
from experiments.faults.outside_wrong import outside_wrong
from experiments.faults.place import Place
from experiments.faults.replica_killed import replica_killed
from experiments.faults.replica_paused import replica_paused
from experiments.faults.target import (
    Between,
    Clock,
    OutsideWorld,
    Wrapped,
    hit_by,
    missing_on,
    needs_of,
)
from experiments.stacks.protocol import Ability, Broker, Database, Replica
from experiments.topology import FEATURES, MONOLITH, ORDERS, SERVICES, TOPOLOGIES, Topology

OF_SOME_ARMS = ("broker", "messages", "network")


def anywhere(name: str) -> Fault:
    """This fault of the first feature that it goes with."""
    return fault_named(name, features_for(name)[0])


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
def test_a_feature_stands_for_the_part_that_hosts_it(topology: Topology) -> None:
    part = topology.part_of(ORDERS).name
    named = [name for name in FAULTS if ORDERS in features_for(name)]
    hits = {name: hit_by(fault_named(name, ORDERS), topology) for name in named}
    assert hits["replica-killed"] == hits["replica-paused"] == Replica(part, 1)
    assert hits["database-killed"] == hits["database-read-only"] == Database(part)
    assert hits["database-disk-full"] == Database(part)
    assert hits["clock-skewed"] == Clock(part)
    assert hits["broker-down"] == Broker()
    assert hits["outside-slow"] == hits["outside-wrong"] == OutsideWorld()
    assert hits["crash"] == hits["connection-leak"] == Wrapped(ORDERS)
    assert hits["messages-delayed"] == hits["messages-duplicated"] == Wrapped("orders.bus")


def test_two_features_share_what_their_part_stands_on() -> None:
    one, other = (database_paused(feature) for feature in ("orders", "payments"))
    assert hit_by(one, MONOLITH) == hit_by(other, MONOLITH)
    assert hit_by(one, SERVICES) != hit_by(other, SERVICES)


def test_one_clock_tells_the_time_to_all_that_a_replica_hosts() -> None:
    one, other = (fault_named("clock-skewed", feature) for feature in ("orders", "payments"))
    assert hit_by(one, MONOLITH) == hit_by(other, MONOLITH)
    assert hit_by(one, SERVICES) != hit_by(other, SERVICES)


def test_an_arm_without_a_broker_cannot_lose_it() -> None:
    fault = fault_named("broker-killed", ORDERS)
    assert missing_on(fault, MONOLITH) == "broker killed of orders: monolith has no broker"
    assert missing_on(fault, SERVICES) == ""
    fault = fault_named("messages-delayed", ORDERS)
    assert missing_on(fault, MONOLITH) == "messages delayed of orders: monolith sends no messages"


def test_within_a_process_there_is_no_network() -> None:
    fault = fault_named("network-partition", "inventory")
    assert missing_on(fault, MONOLITH).endswith("monolith has no network there")
    assert missing_on(fault, SERVICES) == ""
    assert hit_by(fault, SERVICES) == Between("catalog", "inventory")
    with pytest.raises(FaultError, match="orders does not ask payments over a network: catalog"):
        network_reset("orders", "payments")


def test_a_fault_names_the_features_it_goes_with() -> None:
    assert features_for("crash") == FEATURES
    assert features_for("outside-slow") == ("orders", "recommendations")
    assert features_for("network-slow") == ("inventory", "recommendations")
    with pytest.raises(FaultError, match="no fault 'earthquake'"):
        features_for("earthquake")


def test_a_replica_that_there_is_not_cannot_be_hit() -> None:
    fault = replica_paused(ORDERS, index=2)
    assert missing_on(fault, MONOLITH) == ""
    assert missing_on(fault, SERVICES).endswith("orders has no replica 2: it starts with 1")


@pytest.mark.parametrize("name", [name for name in FAULTS if not name.startswith(OF_SOME_ARMS)])
@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
def test_every_other_fault_hits_something_on_every_arm(name: str, topology: Topology) -> None:
    assert missing_on(fault_named(name, ORDERS), topology) == ""


def test_a_fault_says_what_a_stack_must_be_able_to_do() -> None:
    needs = {name: needs_of(anywhere(name)) for name in FAULTS}
    assert {name for name, need in needs.items() if need == (Ability.PAUSE,)} == {
        "replica-paused",
        "database-paused",
        "broker-paused",
    }
    assert needs["database-read-only"] == (Ability.READ_ONLY,)
    assert needs["database-disk-full"] == (Ability.DISK_FULL,)
    assert needs["network-slow"] == (Ability.LINKS,)
    assert needs["crash"] == needs["database-down"] == needs["clock-skewed"] == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_data(name: str) -> None:
    fault = anywhere(name)
    assert json.loads(json.dumps(asdict(fault)))["place"] in set(Place)
    assert fault == anywhere(name)


@pytest.mark.parametrize(
    ("name", "feature", "said"),
    [
        ("databse-paused", ORDERS, "no fault 'databse-paused': did you mean 'database-paused'"),
        ("earthquake", ORDERS, "no fault 'earthquake': choose from crash, hang, "),
        ("database-paused", "shipping", "no feature 'shipping': choose from catalog"),
        ("outside-slow", "catalog", "catalog asks the outside world nothing: choose from orders"),
        ("messages-delayed", "catalog", "catalog is sent no messages: choose from inventory"),
        ("network-slow", ORDERS, "nobody asks orders over a network"),
        ("connection-leak", "recommendations", "recommendations is never handed a session"),
        ("clock-skewed", "catalog", "catalog never looks at the clock: choose from inventory"),
        ("messages-delayed", "shipping", "no feature 'shipping': choose from catalog"),
    ],
)
def test_what_there_is_not_is_told(name: str, feature: str, said: str) -> None:
    with pytest.raises(FaultError, match=said):
        fault_named(name, feature)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_called_in_the_catalogue_as_it_calls_itself(name: str) -> None:
    assert anywhere(name).name.replace(" ", "-") == name


def test_impossible_strengths_are_refused() -> None:
    impossible: tuple[Callable[[], Fault], ...] = (
        lambda: replica_killed(ORDERS, index=0),
        lambda: replica_paused(ORDERS, index=0),
        lambda: outside_slow(ORDERS, 0),
        lambda: outside_slow(ORDERS, float("nan")),
        lambda: outside_slow(ORDERS, 100, sd_ms=200),
        lambda: outside_wrong(ORDERS, share=1.5),
        lambda: connection_leak(ORDERS, most=0),
    )
    for make in impossible:
        with pytest.raises(FaultError):
            make()
