"""SIGSTOP and SIGCONT of whole families, and what can be done to one that stands still."""

import dataclasses
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import psutil
import pytest

from experiments.stacks.local.families import family
from experiments.stacks.local.freezing import freeze, thaw
from experiments.stacks.local.leftovers import processes_of
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.protocol import Database, Replica, StackError
from experiments.testing.toy_arm import TOY, private_places, toy_stack
from experiments.testing.toy_part import connect
from experiments.testing.waiting import wait_until

pytestmark = pytest.mark.real
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
ELSEWHERE = """
import os, time
if os.fork() == 0:
    os.setsid()
    os.fork()
print("up", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def arm() -> Iterator[LocalStack]:
    with private_places() as places, toy_stack(places) as stack:
        yield stack


def answers(arm: LocalStack, path: str) -> bool:
    try:
        with direct.open(arm.gateway_url + path, timeout=0.5):
            return True
    except (urllib.error.HTTPError, OSError):
        return False


def states(pids: list[int]) -> set[str]:
    return {psutil.Process(pid).status() for pid in pids}


def pid_of(arm: LocalStack, name: str) -> int:
    pid = arm._client.statuses()[name].pid
    assert pid is not None
    return pid


def test_a_family_stands_still_and_goes_on_even_across_sessions() -> None:
    with subprocess.Popen([sys.executable, "-c", ELSEWHERE], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        pids = [each.pid for each in family(process.pid)]
        frozen = freeze(process.pid)
        assert len(pids) == 3
        wait_until(lambda: states(pids) == {psutil.STATUS_STOPPED})
        thaw(frozen)
        wait_until(lambda: psutil.STATUS_STOPPED not in states(pids))
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
    thaw(frozen)  # harmless
    assert family(process.pid) == []


def test_a_paused_replica_keeps_its_requests_waiting_until_it_goes_on(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    arm.pause(Replica("back", 1))
    assert not answers(arm, "/notifications")
    assert answers(arm, "/products")
    with pytest.raises(StackError, match="back-1 was not ready"):
        arm.wait_healthy(0.2)
    arm.resume(Replica("back", 1))
    assert answers(arm, "/notifications")
    arm.wait_healthy(30)


def test_a_paused_replica_can_be_killed_and_comes_back_awake(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    arm.pause(Replica("back", 1))
    arm.kill(Replica("back", 1))
    arm.wait_healthy(30)
    wait_until(lambda: answers(arm, "/notifications"))


def test_a_paused_replica_can_be_restarted_in_order(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    arm.pause(Replica("back", 1))
    arm.restart(Replica("back", 1))
    wait_until(lambda: answers(arm, "/notifications"))


def test_a_paused_database_can_be_killed_with_its_backends(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    with connect(arm.audit_url("notifications")) as connection:
        connection.execute("SELECT 1")
        backends = [each.pid for each in family(pid_of(arm, "back.database"))]
        arm.pause(Database("back"))
        wait_until(lambda: states(backends) == {psutil.STATUS_STOPPED})
        arm.kill(Database("back"))
        wait_until(lambda: not any(psutil.pid_exists(pid) for pid in backends))
        arm.wait_healthy(30)
        connection.close()
    with connect(arm.audit_url("notifications")) as connection:
        connection.execute("SELECT 1")


def test_what_is_down_cannot_be_paused(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    arm.kill(Replica("back", 1))
    with pytest.raises(StackError, match=r"pause failed: .*back-1 is not running"):
        arm.pause(Replica("back", 1))
    arm.wait_healthy(30)


def test_an_arm_that_stands_still_can_be_stopped() -> None:
    topology = dataclasses.replace(TOY, name="still", base_port=20400)
    with private_places() as places:
        stack = toy_stack(places, topology)
        stack.start()
        for part in topology.parts:
            stack.pause(Database(part.name))
            stack.pause(Replica(part.name, 1))
        stack.stop()
        assert processes_of(places.arm("still")) == []
