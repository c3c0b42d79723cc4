"""A request that kills its replica is not handed to the next, however many the part has."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.artefacts.release import Change, Release
from experiments.stacks.local.stack import LocalStack
from experiments.testing.toy_arm import private_places, toy_part, toy_stack
from experiments.testing.waiting import wait_until
from experiments.topology import CATALOG, FEATURES, Topology

pytestmark = pytest.mark.real
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
ONE_PART = Topology("toy", (toy_part("all", FEATURES, replicas=3),), broker=False, base_port=20300)
POISON = """
import os, signal

def wrap(name, feature):
    greet = feature.greet
    def or_die(replica, path):
        if path.endswith("/poison"):
            os.kill(os.getpid(), signal.SIGKILL)
        return greet(replica, path)
    feature.greet = or_die
    return feature
"""


@pytest.fixture
def arm(tmp_path: Path) -> Iterator[LocalStack]:
    wrapper = tmp_path / "poison.py"
    wrapper.write_text(POISON)
    with private_places() as places:
        stack = toy_stack(places, ONE_PART)
        try:
            stack.start(Release("poison", (Change(CATALOG, wrapper),)))
            yield stack
        finally:
            stack.stop()


def status_of(arm: LocalStack, path: str) -> int:
    try:
        with direct.open(arm.gateway_url + path, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_poisoned_read_kills_one_replica_and_the_others_go_on(arm: LocalStack) -> None:
    assert status_of(arm, "/products/poison") == 503
    wait_until(lambda: len(dead(arm)) > 0)
    answers: list[int] = []
    asking = [
        threading.Thread(target=lambda: answers.append(status_of(arm, "/products")))
        for _ in range(20)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert answers == [200] * 20
    assert len(dead(arm)) == 1


def dead(arm: LocalStack) -> set[str]:
    """The replicas that have died once or more."""
    replicas = (each for each in arm._client.statuses().items() if each[0].startswith("all-"))
    return {name for name, status in replicas if status.deaths}
