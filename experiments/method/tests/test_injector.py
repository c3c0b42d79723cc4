"""A fault hits what it names through the topology, and all of it can be taken back."""

from collections.abc import Mapping
from typing import Any

import pytest

from experiments.faults.broker_paused import broker_paused
from experiments.faults.catalogue import FAULTS, fault_named, features_for
from experiments.faults.crash import crash
from experiments.faults.database_killed import database_killed
from experiments.faults.database_paused import database_paused
from experiments.faults.database_read_only import database_read_only
from experiments.faults.fault import Fault, FaultError
from experiments.faults.outside_black_hole import outside_black_hole
from experiments.faults.replica_killed import replica_killed
from experiments.faults.replica_paused import replica_paused
from experiments.faults.target import missing_on
from experiments.method.injector import Injector
from experiments.method.steps import Clear, Inject
from experiments.method.switches import Switches
from experiments.method.world import World
from experiments.stacks.protocol import Broker, Database, Link, Replica, StackError, Target
from experiments.testing.fake_stack import FakeStack
from experiments.topology import MONOLITH, SERVICES, TOPOLOGIES, Topology


class Fixture:
    def __init__(self, topology: Topology) -> None:
        self.stack = FakeStack(topology)
        self.stack.start()
        self.told: list[Mapping[str, Any]] = []
        self.world = World(self.told.append)
        self.injector = Injector(self.stack, Switches(self.stack), self.world)

    def inject(self, fault: Fault) -> None:
        self.injector.do(Inject(fault))

    def clear(self, feature: str) -> None:
        self.injector.do(Clear(feature))

    @property
    def is_untouched(self) -> bool:
        stack = self.stack
        done = (stack.paused, stack.down, stack.only_read, stack.full, stack.links, stack.switches)
        return not any(done) and self.told[-1:] in ([], [{}])


@pytest.fixture
def services() -> Fixture:
    return Fixture(SERVICES)


@pytest.fixture
def monolith() -> Fixture:
    return Fixture(MONOLITH)


def test_the_part_of_the_feature_is_hit(services: Fixture, monolith: Fixture) -> None:
    for arm, part in ((services, "payments"), (monolith, "monolith")):
        arm.inject(database_paused("payments"))
        arm.inject(replica_paused("payments"))
        assert arm.stack.paused == [Database(part), Replica(part, 1)]
        arm.clear("payments")
        assert arm.is_untouched


def test_what_is_killed_is_left_to_the_restart_rule(services: Fixture) -> None:
    services.inject(database_killed("orders"))
    assert services.stack.killed == [Database("orders")]
    assert services.is_untouched


def test_what_stays_down_is_started_when_the_fault_is_cleared(services: Fixture) -> None:
    services.inject(replica_killed("orders", stays_down=True))
    assert services.stack.down == [Replica("orders", 1)]
    services.clear("orders")
    assert services.is_untouched


def test_a_database_takes_writes_again(services: Fixture) -> None:
    services.inject(database_read_only("orders"))
    assert services.stack.only_read == {"orders"}
    services.clear("orders")
    assert services.is_untouched


def test_the_outside_world_misbehaves_towards_one_feature_and_then_as_usual(
    services: Fixture,
) -> None:
    services.world.usually({"latency_ms": 350})
    services.inject(outside_black_hole("orders"))
    services.clear("orders")
    assert services.told == [
        {"latency_ms": 350},
        {"latency_ms": 350, "only": "screen", "hang": True},
        {"latency_ms": 350},
    ]


def test_clearing_a_feature_leaves_the_faults_of_others(services: Fixture) -> None:
    services.inject(crash("payments"))
    services.inject(broker_paused("orders"))
    services.clear("payments")
    assert (services.stack.paused, services.stack.switches) == ([Broker()], {})
    services.clear("catalog")  # harmless
    services.clear("orders")
    assert services.is_untouched


def test_two_faults_cannot_hit_the_same(services: Fixture, monolith: Fixture) -> None:
    for arm in (services, monolith):
        arm.inject(database_paused("payments"))
    services.inject(database_read_only("orders"))
    with pytest.raises(FaultError, match="read-only of orders: database paused of payments hits"):
        monolith.inject(database_read_only("orders"))
    assert monolith.stack.only_read == set()


def test_what_an_arm_does_not_have_is_refused(monolith: Fixture) -> None:
    with pytest.raises(FaultError, match="monolith has no broker"):
        monolith.inject(broker_paused("orders"))
    assert monolith.is_untouched


def test_a_fault_says_when_it_fired(services: Fixture) -> None:
    fault = database_paused("orders")
    assert services.injector.fired(fault) == ()
    services.inject(fault)
    (fired,) = services.injector.fired(fault)
    assert (fired.fault, fired.times) == ("pause", 1)
    assert services.injector.fired(database_paused("payments")) == ()


def test_what_was_down_already_has_not_been_hit(services: Fixture) -> None:
    services.stack.kill(Database("orders"), stays_down=True)
    services.stack.answers(Database("orders"))
    fault = database_killed("orders")
    services.inject(fault)
    assert services.injector.fired(fault) == ()


def test_a_feature_is_asked_through_its_wrappers(services: Fixture) -> None:
    services.stack.acts = {"payments": ("12.5 4711 crash 1",)}
    services.inject(crash("payments"))
    assert [one.pid for one in services.injector.fired(crash("payments"))] == [4711]


def test_the_bus_of_a_feature_has_a_switch_of_its_own(services: Fixture) -> None:
    fault = fault_named("messages-delayed", "orders")
    services.stack.acts = {"orders.bus": ("12.5 4711 delay 1",)}
    services.inject(crash("orders"))
    services.inject(fault)
    assert set(services.stack.switches) == {"orders", "orders.bus"}
    assert [one.fault for one in services.injector.fired(fault)] == ["delay"]
    services.clear("orders")
    assert services.is_untouched


def test_a_link_between_two_features_is_disturbed_and_mended(services: Fixture) -> None:
    services.inject(fault_named("network-slow", "inventory"))
    assert services.stack.links == {("catalog", "inventory"): Link(delay_ms=300)}
    services.clear("inventory")
    assert services.stack.links == {}


def test_everything_is_put_back_that_nobody_cleared(services: Fixture) -> None:
    names = ("crash", "replica-paused", "database-read-only", "broker-down", "outside-wrong")
    for name in names:
        services.inject(fault_named(name, "orders"))
    services.injector.put_back()
    assert services.is_untouched
    assert services.told[-1] == {}
    services.injector.put_back()  # harmless


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_put_back_that_nobody_cleared(name: str, topology: Topology) -> None:
    for feature in features_for(name):
        fault, arm = fault_named(name, feature), Fixture(topology)
        if missing_on(fault, topology):
            continue
        arm.inject(fault)
        arm.injector.put_back()
        assert arm.is_untouched, fault
        arm.stack.wait_healthy(1.0)


def test_what_was_done_by_half_is_put_back(
    services: Fixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_off(target: Target) -> None:
        services.stack.paused.append(target)
        raise StackError("the supervisor is gone")

    monkeypatch.setattr(services.stack, "pause", breaks_off)
    with pytest.raises(StackError):
        services.inject(database_paused("orders"))
    services.injector.put_back()
    assert services.is_untouched


def test_what_cannot_be_put_back_keeps_nothing_else_from_it(services: Fixture) -> None:
    for fault in (replica_paused("orders"), database_read_only("orders"), crash("payments")):
        services.inject(fault)
    services.stack.kill(Database("orders"), stays_down=True)
    with pytest.raises(StackError, match="takes no orders"):
        services.injector.put_back()
    assert (services.stack.paused, services.stack.switches) == ([], {})


def test_a_disk_has_room_again(services: Fixture, monolith: Fixture) -> None:
    for arm, part in ((services, "payments"), (monolith, "monolith")):
        arm.inject(fault_named("database-disk-full", "payments"))
        assert arm.stack.full == {part}
        arm.clear("payments")
        assert arm.is_untouched


def test_one_clock_is_not_set_wrong_twice(services: Fixture, monolith: Fixture) -> None:
    one, other = (fault_named("clock-skewed", feature) for feature in ("orders", "payments"))
    for arm in (services, monolith):
        arm.inject(one)
    services.inject(other)
    assert set(services.stack.switches) == {"orders.clock", "payments.clock"}
    with pytest.raises(FaultError, match="clock skewed of orders hits the same now"):
        monolith.inject(other)
