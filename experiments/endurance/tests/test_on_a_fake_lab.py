"""What a short run and a long one do, on a lab in memory."""

from pathlib import Path

import pytest

from experiments.endurance.flat import Reading
from experiments.endurance.long_run import compare, read_own_process, readings_in
from experiments.endurance.short_run import experiment_for, visit
from experiments.endurance.stages import Stage
from experiments.stacks.protocol import Ability
from experiments.testing.fake_lab import FakeLab
from experiments.topology import MONOLITH, SERVICES, TOPOLOGIES, Topology


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
def test_a_short_run_goes_through_all_stages_and_leaves_its_arm(
    topology: Topology, tmp_path: Path
) -> None:
    fake, stages = FakeLab(), list[Stage]()
    assert visit(fake.lab, topology, 1, tmp_path, stages.append) == ()
    assert stages == [each for each in Stage if each is not Stage.OPENING]
    assert fake.running == []
    (stack,) = fake.stacks
    assert len(stack.killed) == 1
    assert stack.limits == {}


def test_a_short_run_tells_what_its_tables_break(tmp_path: Path) -> None:
    fake = FakeLab(pending=True)
    assert any("PENDING" in text for text in visit(fake.lab, MONOLITH, 1, tmp_path, print_nothing))


def test_a_short_run_that_is_interrupted_leaves_its_arm(tmp_path: Path) -> None:
    fake = FakeLab(interrupts={1: KeyboardInterrupt()})
    with pytest.raises(KeyboardInterrupt):
        visit(fake.lab, SERVICES, 1, tmp_path, print_nothing)
    assert fake.running == []


def test_quotas_are_left_out_where_there_are_none() -> None:
    without = experiment_for({Ability.CPU_QUOTA: "none here"})
    assert Ability.CPU_QUOTA not in without.needs
    assert Ability.CPU_QUOTA in experiment_for({}).needs


def test_a_long_run_reads_before_each_visit_and_after_the_last(tmp_path: Path) -> None:
    fake, count = FakeLab(), iter(range(100))
    compare(fake.lab, 2, 1, tmp_path, lambda: Reading(100.0 + next(count), 9, 20, 4))
    assert [each.rss_mib for each in readings_in(tmp_path)] == [100.0, 101.0, 102.0, 103.0, 104.0]
    assert fake.running == []


def test_a_long_run_that_did_not_begin_has_no_readings(tmp_path: Path) -> None:
    assert readings_in(tmp_path) == ()


def test_this_process_holds_something() -> None:
    reading = read_own_process()
    assert reading.rss_mib > 10
    assert reading.blocks > 10_000
    assert reading.files > 0
    assert reading.threads > 0


def print_nothing(_stage: Stage) -> None:
    """Nobody is told."""
