"""An experiment performed on a fake arm: loads, marks, and what is left afterwards."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.artefacts.release import BASE
from experiments.faults.broker_killed import broker_killed
from experiments.faults.catalogue import FAULTS, fault_named, features_for
from experiments.faults.clock_skewed import clock_skewed
from experiments.faults.crash import crash
from experiments.faults.database_paused import database_paused
from experiments.faults.hang import hang
from experiments.faults.outside_black_hole import outside_black_hole
from experiments.measure.metric import Metric
from experiments.measure.observation import Tables
from experiments.method.experiment import Experiment
from experiments.method.fault_watch import FaultWatch
from experiments.method.performer import Performance, Performer
from experiments.method.steps import (
    Clear,
    Deploy,
    Guard,
    Idle,
    Inject,
    Outside,
    Probe,
    Scale,
    Step,
    Work,
    load,
    segments,
    wait,
)
from experiments.method.tools import Tools
from experiments.releases.release_2 import RELEASE_2
from experiments.slo import SLO, Slo
from experiments.stacks.protocol import Database
from experiments.testing.comparison import SIZES
from experiments.testing.fake_lab import FakeLab
from experiments.testing.fake_stack import FakeStack
from experiments.topology import MONOLITH, SERVICES, Topology
from experiments.trials.lab import Lab
from experiments.workload.mixes import HOT, MIXED
from experiments.workload.plan import SETTLE_PATIENCE_S

Perform = Callable[..., Performance]
METRIC = Metric("start_s", "start", "s", 1, lambda seen: seen.start_s)


def ask(probe: Probe, url: str) -> float:
    return probe(url)


def tools(lab: Lab) -> Tools:
    return Tools(
        start_load=lab.start_load,
        load_cores=(),
        set_outside=lab.set_outside,
        ask_outside=lab.ask_outside,
        client_timeout_s=2.0,
        sizes=SIZES,
        warmup_s=3.0,
        ask=ask,
        surveying=lab.surveying,
        pause=lab.pause,
    )


def experiment(*method: Step) -> Experiment:
    return Experiment("trial", "Why?", method, (METRIC,))


@pytest.fixture
def fake() -> FakeLab:
    return FakeLab()


@pytest.fixture
def stack() -> FakeStack:
    stack = FakeStack(SERVICES)
    stack.start()
    return stack


@pytest.fixture
def perform(fake: FakeLab, stack: FakeStack, tmp_path: Path) -> Perform:
    def perform(*method: Step) -> Performance:
        made = experiment(*method)
        performer = Performer(tools(fake.lab), made, stack, BASE, tmp_path, 7, lambda _: None)
        return performer.perform(start_s=3.0)

    return perform


def test_a_method_is_cut_before_each_load_and_after_its_last_wait() -> None:
    cut = segments((Outside({}), load(MIXED), wait(10), Scale("catalog", 4), load(HOT), wait(5)))
    assert [(each.load.name if each.load else None, each.seconds) for each in cut] == [
        (None, 0),
        ("mixed", 10),
        (None, 0),
        ("hot", 5),
    ]


def test_a_load_lasts_as_long_as_the_waits_after_it(fake: FakeLab, perform: Perform) -> None:
    perform(load(MIXED), wait(2), Scale("catalog", 4), wait(8))
    (plan,) = fake.plans
    assert (plan.seconds, plan.warmup_s, plan.rate) == (10, 3.0, 60.0)


def test_a_load_of_four_times_has_four_times_the_rate(fake: FakeLab, perform: Perform) -> None:
    perform(load(HOT, 1, "1x"), wait(10), load(HOT, 4, "4x"), wait(10))
    assert [plan.rate for plan in fake.plans] == [30.0, 120.0]
    assert fake.plans[0].seed != fake.plans[1].seed


def test_steps_leave_marks_and_loads_leave_samples(perform: Perform) -> None:
    done = perform(Scale("catalog", 4), load(MIXED), wait(10))
    assert [(mark.kind, mark.about) for mark in done.seen.marks] == [("scale", "catalog")]
    assert len(done.seen.load("mixed").samples) == 130
    assert len(done.seen.load("mixed").usage) >= 2
    assert done.seen.replicas["mixed"]["catalog"] == 8


def test_a_mark_says_how_much_of_its_step_was_building(perform: Perform) -> None:
    marks = perform(Deploy(RELEASE_2), load(MIXED), wait(10), Scale("catalog", 4)).seen.marks
    assert [(mark.about, mark.building_s) for mark in marks] == [
        ("release-2", pytest.approx(0.2)),  # of two parts
        ("catalog", 0.0),
    ]


def test_tables_are_surveyed_where_a_service_level_is_to_be_held(
    fake: FakeLab, stack: FakeStack, tmp_path: Path
) -> None:
    def tables_of(slo: Slo | None) -> tuple[Tables, ...]:
        made = replace(experiment(load(MIXED), wait(10)), slo=slo)
        folder = tmp_path / str(bool(slo))
        performer = Performer(tools(fake.lab), made, stack, BASE, folder, 7, lambda _: None)
        return performer.perform(start_s=3.0).seen.load().tables

    assert tables_of(SLO) == (Tables(0, 12),) * 2
    assert tables_of(None) == ()


def test_so_they_are_in_a_closed_loop_whose_clients_the_generator_is_told_of(
    fake: FakeLab, perform: Perform
) -> None:
    seen = perform(load(MIXED, clients=4), wait(10)).seen
    assert seen.load().tables == (Tables(0, 12),) * 2
    assert fake.plans[-1].clients == 4


def test_afterwards_the_arm_is_as_before(stack: FakeStack, perform: Perform) -> None:
    perform(load(MIXED), wait(10), Scale("catalog", 4))
    assert stack.replicas("catalog") == 1


def test_a_fault_that_nobody_saw_is_not_real(perform: Perform) -> None:
    crashing = (Inject(crash("payments")), wait(8), Clear("payments"), wait(2))
    done = perform(load(MIXED), wait(2), *crashing)
    assert any("it never fired" in reason for reason in done.unreal)


def test_an_interrupted_load_is_stopped_and_the_outside_let_go(
    fake: FakeLab, perform: Perform
) -> None:
    fake.interrupts = {1: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        perform(Outside({"latency_ms": 350}), load(MIXED), wait(10))
    assert fake.loads[0].stopped
    assert fake.outside[-1] == {}


def test_what_the_outside_world_was_told_ends_with_an_interrupted_load(
    fake: FakeLab, perform: Perform
) -> None:
    fake.interrupts = {1: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        perform(load(MIXED), wait(2), Inject(outside_black_hole("orders")), wait(8))
    assert [told.get("hang") for told in fake.outside] == [True, None]


def test_a_fault_that_an_interrupt_leaves_behind_lasts_no_longer_than_the_arm(
    fake: FakeLab, stack: FakeStack, perform: Perform
) -> None:
    fake.interrupts = {1: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        perform(load(MIXED), wait(2), Inject(database_paused("orders")), wait(8))
    assert stack.paused == [Database("orders")]
    stack.stop()
    stack.start()
    assert stack.answers(Database("orders"))


@pytest.mark.parametrize("name", FAULTS)
def test_no_fault_outlives_an_interrupted_load(
    fake: FakeLab, stack: FakeStack, perform: Perform, name: str
) -> None:
    fault = fault_named(name, features_for(name)[0])
    fake.interrupts = {1: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        perform(load(MIXED), wait(2), Inject(fault), wait(8))
    assert fake.loads[0].stopped
    assert fake.outside[-1:] in ([], [{}])
    stack.stop()
    stack.start()
    stack.wait_healthy(1.0)


def test_an_order_that_waits_until_a_fault_is_over_is_watched_for_as_much_longer(
    fake: FakeLab, perform: Perform
) -> None:
    perform(
        load(MIXED), wait(2), Inject(clock_skewed("orders", 60)), wait(8), Clear("orders"), wait(2)
    )
    perform(load(HOT), wait(10))
    assert [plan.settle_patience_s for plan in fake.plans] == [
        SETTLE_PATIENCE_S + 12,
        SETTLE_PATIENCE_S,
    ]


def test_where_clocks_are_wrong_orders_settle_when_they_are_seen_to(
    fake: FakeLab, perform: Perform
) -> None:
    skewing = (Inject(clock_skewed("orders", 60)), wait(8), Clear("orders"), wait(2))
    perform(load(MIXED), wait(2), *skewing)
    perform(load(HOT), wait(10))
    assert [plan.settle_as_seen for plan in fake.plans] == [True, False]


def test_a_fault_of_infrastructure_is_undone_with_everything_else(
    stack: FakeStack, perform: Perform
) -> None:
    pausing = (Inject(database_paused("orders")), wait(8), Clear("orders"), wait(2))
    perform(load(MIXED), wait(2), *pausing)
    assert (stack.paused, stack.down) == ([], [])


def test_the_features_that_will_fail_are_known_beforehand() -> None:
    assert experiment(load(MIXED), wait(9), Inject(crash("payments"))).switched == ("payments",)
    paused = experiment(load(MIXED), wait(9), Inject(database_paused("payments")))
    assert paused.switched == ()
    skewing = experiment(load(MIXED), wait(9), Inject(clock_skewed("payments", 60)))
    assert (skewing.switched, skewing.skewed) == ((), ("payments",))
    assert experiment(Work("catalog", (), 5), load(MIXED), wait(9)).switched == ("catalog",)


def test_an_idle_arm_is_watched_before_anybody_shops(perform: Perform) -> None:
    seen = perform(Idle(4), load(MIXED), wait(10)).seen
    assert len(seen.idle) >= 2
    assert seen.idle[-1].at_s <= seen.load("mixed").window_s[0]


def test_an_arm_is_not_watched_idle_unless_the_method_says_so(perform: Perform) -> None:
    assert perform(load(MIXED), wait(10)).seen.idle == ()


def test_a_fault_that_kills_is_looked_at_sparingly_until_it_is_cleared() -> None:
    watched = [crash("catalog"), hang("payments")]
    faults = FaultWatch(watched, lambda _: nullcontext(lambda: True))
    faults.before(Inject(crash("catalog")))
    faults.before(Inject(hang("payments")))
    (catalog, payments) = (witness for _, witness in faults._watched)
    assert catalog.every_s > payments.every_s
    faults.before(Clear("catalog"))
    assert catalog.every_s == payments.every_s


def test_a_guarded_release_is_taken_back_as_soon_as_the_error_budget_burns_too_fast(
    fake: FakeLab, stack: FakeStack, perform: Perform
) -> None:
    def good_now() -> float:
        return 1.0 if stack.artefact_of("payments").release == BASE.name else 0.8

    fake.good_now = good_now
    marks = perform(load(MIXED), wait(2), Deploy(RELEASE_2), Guard("payments", 30)).seen.marks
    assert [(mark.kind, mark.about) for mark in marks] == [
        ("deploy", "release-2"),
        ("rollback", "artefact"),
    ]
    assert stack.deployed[2:3] == [("payments", BASE.name)]
    assert fake.plans[0].seconds == 32


def test_a_guarded_release_that_costs_no_more_than_it_may_stays(
    fake: FakeLab, stack: FakeStack, perform: Perform
) -> None:
    fake.good_now = lambda: 0.99
    marks = perform(load(MIXED), wait(2), Deploy(RELEASE_2), Guard("payments", 30)).seen.marks
    assert [(mark.kind, mark.deploys) for mark in marks] == [("deploy", 2)]
    assert fake.loads[0].elapsed_s() == pytest.approx(35)


BROKER = broker_killed("orders", stays_down=True)
SPARING = replace(
    experiment(
        load(MIXED, name="broker"), wait(2), Inject(BROKER), wait(8), Clear("orders"), wait(8),
        load(MIXED, name="calm"), wait(10),
    ),
    spares=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("topology", "performed"), [(MONOLITH, ["calm"]), (SERVICES, ["broker", "calm"])]
)
def test_an_arm_is_spared_the_load_of_a_fault_of_what_it_has_not(
    topology: Topology, performed: list[str], fake: FakeLab, tmp_path: Path
) -> None:
    arm = FakeStack(topology)
    arm.start()
    performer = Performer(tools(fake.lab), SPARING, arm, BASE, tmp_path, 7, lambda _: None)
    assert [each.name for each in performer.perform(3.0).seen.loads] == performed
    assert SPARING.missing_on(topology) == ""


def test_an_experiment_that_spares_nobody_is_not_begun_on_such_an_arm() -> None:
    strict = replace(SPARING, spares=False)
    assert strict.missing_on(MONOLITH) == "broker down of orders: monolith has no broker"
    assert strict.segments_on(MONOLITH) == SPARING.segments_on(SERVICES) == strict.segments
