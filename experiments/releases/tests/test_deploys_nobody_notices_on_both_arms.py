"""Deploys on both arms, as they really run, while people shop: nothing fails, no order is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from experiments.artefacts.release import BASE
from experiments.checks.invariants.check import check
from experiments.checks.invariants.fetch import fetch
from experiments.checks.invariants.journal import from_load
from experiments.checks.invariants.settle import await_settled
from experiments.measure.deploys import FAILED
from experiments.method.deployments import Deployments
from experiments.method.steps import Deploy, InOrder
from experiments.releases.every_feature import EVERY_FEATURE
from experiments.releases.expand_contract import BOTH, CONTRACT, EXPAND, NAMED_BACK
from experiments.releases.held_for import BOTH_2, IN_ORDER, WRITER_2, WRITER_2_ALONE
from experiments.stacks.protocol import Stack
from experiments.testing.real_arm import fresh_seed
from experiments.testing.waiting import wait_until
from experiments.topology import INVENTORY, ORDERS
from experiments.workload.journal import read_journal
from experiments.workload.mixes import MIXED
from experiments.workload.plan import LoadPlan
from experiments.workload.run import RunningLoad, start
from experiments.workload.samples import read_samples

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
RATE, LONGEST_S = 10.0, 200.0
PATIENCE_S = 10.0  # how quick an arm is on a busy machine is not asked here
FINAL_WITHIN_S = 60.0
SOME = 20
CUT_OFF = "stopped"
Say = Callable[[str], None]


@dataclass
class Shopping:
    """`failed` is known once it is over."""

    load: RunningLoad
    failed: list[str] = field(default_factory=list)

    def go_on(self, operations: int = SOME) -> None:
        """Until so many more are done."""
        until = self._done() + operations
        wait_until(lambda: self._done() >= until, 60)

    def _done(self) -> int:
        seen = self.load.progress()
        return seen.done if seen else 0


@contextmanager
def people_shop(
    arm: Stack, folder: Path, afterwards: Callable[[], None] = lambda: None
) -> Iterator[Shopping]:
    """At its end no order is lost, doubled, or not final, and money and stock are conserved.
    `afterwards` comes once nobody shops, before the tables are read."""
    plan = LoadPlan(
        arm.gateway_url, fresh_seed(), RATE, LONGEST_S, MIXED,
        timeout_s=PATIENCE_S, settle_patience_s=PATIENCE_S,
    )  # fmt: skip
    shopping = Shopping(start(plan, folder))
    try:
        shopping.go_on()
        yield shopping
        shopping.go_on()
    finally:
        shopping.load.stop()
    afterwards()
    shopping.failed += [
        f"{one.operation} {one.http_status} {one.order_reason}{one.error}"
        for one in read_samples(folder)
        if one.outcome in FAILED and one.error != CUT_OFF
    ]
    settled = await_settled(lambda: fetch(arm.audit_url), FINAL_WITHIN_S, lambda _: None)
    assert settled.is_complete, str(settled)
    results = check(settled.relations, from_load(read_journal(folder)))
    assert [text for each in results for text in each.violations] == []


def are_apart(arm: Stack) -> bool:
    return arm.topology.part_of(ORDERS) is not arm.topology.part_of(INVENTORY)


def test_every_feature_is_deployed_and_taken_back(arm: Stack, tmp_path: Path, say: Say) -> None:
    deployments = Deployments(arm, BASE)
    with people_shop(arm, tmp_path / "load") as shopping:
        deployments.do(Deploy(EVERY_FEATURE))
        deployments.put_back()
    say(f"{arm.topology.name}: {deployments.made} deploys, {len(shopping.failed)} requests failed")
    assert shopping.failed == []


def test_a_column_is_renamed_in_three_releases(arm: Stack, tmp_path: Path) -> None:
    deployments = Deployments(arm, BASE)
    with people_shop(arm, tmp_path / "load", deployments.put_back) as shopping:
        for step in (Deploy(EXPAND), Deploy(BOTH), Deploy(CONTRACT, forward=NAMED_BACK)):
            deployments.do(step)
            shopping.go_on()
    assert shopping.failed == []


def test_two_versions_of_a_message_are_at_work_side_by_side(arm: Stack, tmp_path: Path) -> None:
    deployments = Deployments(arm, BASE)
    with people_shop(arm, tmp_path / "load") as shopping:
        for release in (WRITER_2, BOTH_2):
            deployments.do(Deploy(release))
            shopping.go_on()
        deployments.roll_back(ORDERS, "artefact")
        shopping.go_on()
        deployments.put_back()
    assert shopping.failed == []


def test_a_change_between_two_features_goes_out_in_order(arm: Stack, tmp_path: Path) -> None:
    deployments = Deployments(arm, BASE)
    with people_shop(arm, tmp_path / "load") as shopping:
        deployments.do(InOrder(IN_ORDER))
        shopping.go_on()
        deployments.roll_back(INVENTORY, "artefact")
        deployments.put_back()
    assert shopping.failed == []
    assert deployments.made == (4 if are_apart(arm) else 2)


def test_a_version_that_the_other_part_cannot_read_fails_orders_and_loses_none(
    arm: Stack, tmp_path: Path, say: Say
) -> None:
    deployments = Deployments(arm, BASE)
    with people_shop(arm, tmp_path / "load") as shopping:
        deployments.do(Deploy(WRITER_2_ALONE))
        shopping.go_on(5 * SOME)
        deployments.put_back()
    say(f"{arm.topology.name}: {len(shopping.failed)} requests failed")
    assert bool(shopping.failed) is are_apart(arm)
    assert all(each == "place-order 201 failed" for each in shopping.failed)
