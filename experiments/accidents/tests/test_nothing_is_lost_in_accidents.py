"""kill -9 of every replica, every database and the broker in the middle of 500 orders.

On each arm: nothing acknowledged is lost, nothing doubled, every order final within 60 s. Then
the customers who got no answer ask again with their keys, and the same must hold.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from experiments.accidents.again import ask_again
from experiments.accidents.run import Say, through_accidents
from experiments.accidents.schedule import schedule
from experiments.budget import load_budget
from experiments.checks.invariants.check import check
from experiments.checks.invariants.fetch import fetch
from experiments.checks.invariants.journal import JournalEntry, Outcome
from experiments.checks.invariants.settle import await_settled
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.protocol import Stack
from experiments.topology import TOPOLOGIES
from experiments.workload.mixes import ORDERS_ONLY
from experiments.workload.plan import LoadPlan

pytestmark = [pytest.mark.real, pytest.mark.timeout(240)]
SEED = 11
RATE, SECONDS, PATIENCE_S = 16.0, 32.0, 4.0
FIRST_S, LAST_S = 2.0, 31.0
FINAL_WITHIN_S = 60.0


@pytest.fixture
def say(request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]) -> Say:
    """Past pytest's capture: who waits a minute wants to know what for."""
    writer = request.config.get_terminal_writer()

    def line(text: str) -> None:
        with capfd.disabled():
            writer.line(f"  {text}", flush=True)

    return line


@pytest.fixture(params=sorted(TOPOLOGIES))
def arm(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stack]:
    budget = load_budget()
    outside = OutsideProcess(budget)
    try:
        outside.start()
        with LocalStack(TOPOLOGIES[request.param], budget, outside.url) as stack:
            try:
                yield stack
            finally:
                stack.save_logs(tmp_path / "logs")
    finally:
        outside.stop()


def test_nothing_is_lost_or_doubled_and_all_is_final(arm: Stack, tmp_path: Path, say: Say) -> None:
    plan = LoadPlan(arm.gateway_url, SEED, RATE, SECONDS, ORDERS_ONLY, settle_patience_s=PATIENCE_S)
    accidents = schedule(arm.topology, SEED, FIRST_S, LAST_S)
    journal = through_accidents(arm, plan, accidents, tmp_path / "load", say)
    acknowledged = [entry for entry in journal if entry.outcome is Outcome.ACKNOWLEDGED]
    say(f"{len(journal)} orders tried, {len(acknowledged)} acknowledged")
    assert len(journal) >= 500
    assert len(acknowledged) >= len(journal) / 4  # else this was no test of anything

    assert violations(arm, journal, say) == []

    arm.wait_healthy(FINAL_WITHIN_S)
    told = list(ask_again(arm.gateway_url, journal))
    say(f"{len(told)} orders asked for again")
    assert [entry for entry in told if entry.outcome is not Outcome.ACKNOWLEDGED] == []
    assert violations(arm, [*acknowledged, *told], say) == []


def violations(arm: Stack, journal: Sequence[JournalEntry], say: Say) -> list[str]:
    """What is wrong once every order is final, or the time for it is over."""
    settled = await_settled(lambda: fetch(arm.audit_url), FINAL_WITHIN_S, lambda _: None)
    ends = Counter(order.reason or order.status for order in settled.relations.orders)
    say(f"{', '.join(f'{n} {end}' for end, n in ends.items())} after {settled.seconds:.1f} s")
    late = [] if settled.is_complete else [f"not final after {FINAL_WITHIN_S:g} s: {settled}"]
    results = check(settled.relations, journal)
    return late + [f"{each.name}: {text}" for each in results for text in each.violations]
