"""Release 2 on each arm as it really runs, under orders, and every way back from it."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
import requests

from experiments.artefacts.release import BASE, Release
from experiments.checks.invariants.check import check
from experiments.checks.invariants.fetch import fetch
from experiments.checks.invariants.journal import from_load
from experiments.checks.invariants.settle import await_settled
from experiments.releases.compose import reverted
from experiments.releases.flag import FORMER
from experiments.releases.good_catalog import survived
from experiments.releases.release_2 import RELEASE_2
from experiments.releases.renamed_column import RELEASE_2_RENAMING, RELEASE_3
from experiments.stacks.protocol import Stack
from experiments.testing.real_arm import fresh_seed
from experiments.testing.waiting import wait_until
from experiments.topology import PAYMENTS
from experiments.workload.journal import read_journal
from experiments.workload.mixes import ORDERS_ONLY
from experiments.workload.plan import LoadPlan
from experiments.workload.run import start

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
RATE, LONGEST_S = 2.0, 240.0  # orders a second: as many as bad payments can give up in time
CLIENT_S = 2.0
FINAL_WITHIN_S = 60.0
GOOD = "CONFIRMED"
Say = Callable[[str], None]


def end_of_an_order(url: str) -> str:
    """How a new order ends: its status and reason, or what came in its place."""
    customer = {"X-Customer-Id": "c-00001"}
    headers = {**customer, "Idempotency-Key": f"ways-back-{uuid.uuid4().hex}"}
    body = {"lines": [{"product_id": "p-0001", "quantity": 1}]}
    try:
        until = time.monotonic() + CLIENT_S
        answer = requests.post(f"{url}/orders", json=body, headers=headers, timeout=CLIENT_S)
        while answer.ok and answer.json()["status"] == "PENDING" and time.monotonic() < until:
            order = f"{url}/orders/{answer.json()['order_id']}"
            answer = requests.get(order, headers=customer, timeout=CLIENT_S)
    except requests.RequestException as error:
        return type(error).__name__
    if not answer.ok:
        return str(answer.status_code)
    return f"{answer.json()['status']} {answer.json()['reason'] or ''}".strip()


@contextmanager
def orders_keep_coming(arm: Stack, folder: Path) -> Iterator[None]:
    """At its end no order is lost, doubled, or not final, and money and stock are conserved."""
    plan = LoadPlan(
        arm.gateway_url, fresh_seed(), RATE, LONGEST_S, ORDERS_ONLY, settle_patience_s=CLIENT_S
    )
    load = start(plan, folder)
    try:
        yield
    finally:
        load.stop()
    settled = await_settled(lambda: fetch(arm.audit_url), FINAL_WITHIN_S, lambda _: None)
    assert settled.is_complete, str(settled)
    results = check(settled.relations, from_load(read_journal(folder)))
    assert [text for each in results for text in each.violations] == []


def bring_out(arm: Stack, release: Release) -> None:
    """To each part that it changes and that does not run it yet."""
    for part in arm.topology.parts:
        if release.of(part.features) and arm.artefact_of(part.name).release != release.name:
            arm.deploy(part.name, release)


def until_orders_are(arm: Stack, good: bool) -> tuple[float, str]:
    """How long that took, and how the last order ended."""
    began, ends = time.monotonic(), [""]

    def as_wanted() -> bool:
        ends.append(end_of_an_order(arm.gateway_url))
        return (ends[-1] == GOOD) is good

    wait_until(as_wanted, 60)
    return time.monotonic() - began, ends[-1]


Way = Literal["feature flag", "artefact", "revert build"]


def take_back(arm: Stack, way: Way) -> None:
    payments = arm.topology.part_of(PAYMENTS).name
    match way:
        case "feature flag":
            arm.switch(PAYMENTS, FORMER)
        case "artefact":
            arm.deploy(payments, BASE)
        case "revert build":
            arm.deploy(payments, reverted(RELEASE_2, PAYMENTS))


@pytest.mark.parametrize("way", ["feature flag", "artefact", "revert build"])
def test_release_2_breaks_orders_and_is_taken_back(
    arm: Stack, way: Way, tmp_path: Path, say: Say
) -> None:
    alone = arm.topology.part_of(PAYMENTS).features == (PAYMENTS,)
    with orders_keep_coming(arm, tmp_path / "load"):
        bring_out(arm, RELEASE_2)
        _, end = until_orders_are(arm, good=False)
        assert survived(arm.gateway_url)
        began = time.monotonic()
        take_back(arm, way)
        took_s = time.monotonic() - began
        good_s, _ = until_orders_are(arm, good=True)
        say(f"{arm.topology.name}: {end}; {way}: {took_s:.1f} s, orders good {good_s:.1f} s later")
        assert survived(arm.gateway_url) is (alone or way != "artefact")
        arm.switch(PAYMENTS, None)
    assert end in ("500", "REJECTED failed", "PENDING")


def test_a_renamed_column_leaves_no_way_back_but_a_flag_and_a_way_forward(
    arm: Stack, tmp_path: Path, say: Say
) -> None:
    payments = arm.topology.part_of(PAYMENTS).name
    with orders_keep_coming(arm, tmp_path / "load"):
        bring_out(arm, RELEASE_2_RENAMING)
        until_orders_are(arm, good=False)
        arm.switch(PAYMENTS, FORMER)
        until_orders_are(arm, good=True)
        arm.switch(PAYMENTS, None)
        arm.deploy(payments, BASE)
        assert end_of_an_order(arm.gateway_url) != GOOD
        bring_out(arm, RELEASE_3)
        good_s, _ = until_orders_are(arm, good=True)
        say(f"{arm.topology.name}: forward with a third release: good {good_s:.1f} s later")
        assert survived(arm.gateway_url)
