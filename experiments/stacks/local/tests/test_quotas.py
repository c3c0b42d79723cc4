"""A quota holds the replicas that run and those that come, and is gone without a trace."""

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from experiments.artefacts.release import Change, Release
from experiments.stacks.local.abilities import unable
from experiments.stacks.local.families import family
from experiments.stacks.local.quotas import NO_QUOTA
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.protocol import Ability, Replica, StackError
from experiments.testing.toy_arm import cpu_groups_of, private_places, toy_stack
from experiments.testing.waiting import wait_until
from experiments.trials.machine import read_machine

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(Ability.CPU_QUOTA in unable(), reason=NO_QUOTA),
]

BURN = """
import threading
def wrap(name, feature):
    def burn():
        while True:
            sum(range(500))
    threading.Thread(target=burn, daemon=True).start()
    return feature
"""
SLACK_S = 0.15
"""CPU that a quota's first period may give beyond it, and what the kernel's clocks round."""


@pytest.fixture(scope="module")
def arm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    wrapper = tmp_path_factory.mktemp("release") / "burn.py"
    wrapper.write_text(BURN)
    with private_places() as places:
        stack = toy_stack(places)
        try:
            stack.start(Release("burning", (Change("catalog", wrapper=wrapper),)))
            yield stack
        finally:
            stack.stop()
            assert groups_of(stack) == []


def groups_of(arm: LocalStack) -> list[Path]:
    return cpu_groups_of(arm._folder)


def cores_used(arm: LocalStack) -> float:
    """By the replicas of "front", over a second."""
    began, before = time.monotonic(), arm.usage().groups["front"].cpu_seconds
    wait_until(lambda: time.monotonic() > began + 1)
    used = arm.usage().groups["front"].cpu_seconds - before
    return used / (time.monotonic() - began)


def is_held(arm: LocalStack, name: str) -> bool:
    """The replica with its workers."""
    pid = arm._client.statuses()[name].pid
    groups = [path for path in groups_of(arm) if path.name.endswith(f"-{name}")]
    if not groups or pid is None:
        return False
    inside = {
        f"/{groups[0].name}" in Path(f"/proc/{p.pid}/cgroup").read_text() for p in family(pid)
    }
    return inside == {True}


def test_replicas_that_run_get_no_more_than_their_quota(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    assert cores_used(arm) > 0.3
    throttled = read_machine(Path("/")).throttled_s
    arm.limit_cpu("front", 0.1)
    assert cores_used(arm) < 2 * 0.1 + SLACK_S
    arm.limit_cpu("front", 0.05)
    assert cores_used(arm) < 2 * 0.05 + SLACK_S
    assert read_machine(Path("/")).throttled_s == throttled  # a wanted quota disturbs no visit
    arm.limit_cpu("front", None)
    assert cores_used(arm) > 0.3
    assert groups_of(arm) == []


def test_replicas_that_come_later_are_held_as_well(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    arm.limit_cpu("front", 0.3)
    arm.scale("front", 3)
    arm.kill(Replica("front", 1))
    arm.restart(Replica("front", 2))
    arm.wait_healthy(30)
    names = [name for name in arm._client.statuses() if name.startswith("front-")]
    assert len(names) == 3
    assert all(is_held(arm, name) for name in names)
    arm.scale("front", 2)
    wait_until(lambda: arm.replicas("front") == 2)
    arm.limit_cpu("front", None)
    assert groups_of(arm) == []
    arm.wait_healthy(30)


def test_other_parts_are_free(arm: LocalStack) -> None:
    arm.limit_cpu("back", 0.5)
    assert [path.name[-7:] for path in groups_of(arm)] == ["-back-1"]
    arm.limit_cpu("back", None)


def test_an_arm_that_is_held_can_be_stopped_and_started_anew(arm: LocalStack) -> None:
    arm.limit_cpu("front", 0.02)
    arm.stop()
    assert groups_of(arm) == []
    arm.start()
    assert groups_of(arm) == []
    assert psutil.pid_exists(arm._client.statuses()["front-1"].pid or 0)


def test_what_is_no_quota_or_no_part_is_refused(arm: LocalStack) -> None:
    with pytest.raises(StackError, match=r"a CPU quota is 0\.01 cores at least, not 0"):
        arm.limit_cpu("front", 0)
    with pytest.raises(StackError, match="no part named 'moon'"):
        arm.limit_cpu("moon", 0.1)
