"""What a part that hosts every feature, on several replicas, can expect of the gateway."""

import json
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
ONE_PART = Topology("toy", (toy_part("all", FEATURES, replicas=3),), base_port=20300)
WRAPPER = """
import os, signal, time
from pathlib import Path

def wrap(name, feature):
    greet = feature.greet
    def or_die(replica, path):
        if path.endswith("/poison"):
            os.kill(os.getpid(), signal.SIGKILL)
        if path.endswith("/recommendations"):
            Path({begun!r}).touch()
            time.sleep(2.0)
        return greet(replica, path)
    feature.greet = or_die
    return feature
"""


@pytest.fixture
def arm(tmp_path: Path) -> Iterator[LocalStack]:
    wrapper = tmp_path / "slow_or_deadly.py"
    wrapper.write_text(WRAPPER.format(begun=str(tmp_path / "begun")))
    with private_places() as places:
        stack = toy_stack(places, ONE_PART)
        try:
            stack.start(Release("slow-or-deadly", (Change(CATALOG, wrapper),)))
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


def replica_of(arm: LocalStack, path: str) -> str:
    with direct.open(arm.gateway_url + path, timeout=5) as answer:
        return str(json.load(answer)["replica"])


def test_one_feature_is_seldom_sent_to_a_replica_that_another_keeps_busy(
    arm: LocalStack, tmp_path: Path
) -> None:
    """Of three replicas two are looked at, by chance; the less busy gets the request. So the busy
    one gets a ninth, and would get a third if features were counted apart."""
    busy: list[str] = []
    path = "/products/p-0001/recommendations"
    slow = threading.Thread(target=lambda: busy.append(replica_of(arm, path)))
    slow.start()
    wait_until((tmp_path / "begun").exists)
    asked = [replica_of(arm, "/products") for _ in range(150)]
    assert slow.is_alive()
    slow.join()
    assert len(set(asked)) == 3
    assert asked.count(busy[0]) < 35


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
