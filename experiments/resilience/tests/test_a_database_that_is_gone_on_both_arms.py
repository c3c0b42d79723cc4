"""On each arm as it really runs, started once: who asks in vain is told so soon, and when to come
back; and once the database is there again, so is the shop."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from experiments.stacks.protocol import Database, Stack
from experiments.testing.real_arm import running_arm
from experiments.testing.waiting import wait_until
from experiments.topology import ORDERS, TOPOLOGIES

pytestmark = [pytest.mark.real, pytest.mark.timeout(240)]
SOON_S = 1.0
AT_ONCE = 40
"""Enough for each replica to meet some failures in a row, few enough for one to have room for."""
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Told:
    status: int
    retry_after: str | None
    took_s: float


def ask(arm: Stack) -> Told:
    request = urllib.request.Request(
        f"{arm.gateway_url}/orders", headers={"X-Customer-Id": "c-00001"}
    )
    began = time.monotonic()
    try:
        with direct.open(request, timeout=30) as answer:
            answer.read()
            return Told(answer.status, None, time.monotonic() - began)
    except urllib.error.HTTPError as refused:
        with refused:
            refused.read()
            later = refused.headers.get("Retry-After")
            return Told(refused.code, later, time.monotonic() - began)


def ask_many(arm: Stack, times: int) -> list[Told]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda _: ask(arm), range(times)))


@pytest.fixture(scope="module", params=sorted(TOPOLOGIES))
def arm(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    with running_arm(request.param, tmp_path_factory.mktemp(request.param) / "logs") as stack:
        yield stack


def of_orders(arm: Stack) -> Database:
    return Database(arm.topology.part_of(ORDERS).name)


def assert_told_soon(answers: list[Told]) -> None:
    assert {(each.status, each.retry_after) for each in answers} == {(503, "1")}
    assert max(each.took_s for each in answers) < SOON_S


def assert_there_again(arm: Stack) -> None:
    wait_until(lambda: {each.status for each in ask_many(arm, AT_ONCE)} == {200}, 30)
    arm.wait_healthy(60)


def test_a_database_that_is_down(arm: Stack) -> None:
    arm.kill(of_orders(arm), stays_down=True)
    try:
        wait_until(lambda: ask(arm).status == 503)
        assert_told_soon(ask_many(arm, 2 * AT_ONCE))
    finally:
        arm.restart(of_orders(arm))
    assert_there_again(arm)


def test_a_database_that_stands_still_once_that_is_known(arm: Stack) -> None:
    assert {each.status for each in ask_many(arm, AT_ONCE)} == {200}
    arm.pause(of_orders(arm))
    try:
        found_out = ask_many(arm, 6 * AT_ONCE)
        assert {each.status for each in found_out} == {503}
        assert_told_soon([ask(arm) for _ in range(AT_ONCE)])
    finally:
        arm.resume(of_orders(arm))
    assert_there_again(arm)
