"""The real things behind a soak's doors: local stacks and the outside world."""

from collections.abc import Iterator
from contextlib import contextmanager

from experiments.budget import load_budget
from experiments.checks.invariants.fetch import AuditUrl, fetch
from experiments.checks.invariants.settle import Settled, await_settled
from experiments.cli.real_lab import clear_left_over
from experiments.outside.customer import serves
from experiments.soak.ground import Arm, Victim
from experiments.soak.judge import FINAL_WITHIN_S
from experiments.soak.stage import Doors
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.places import open_places
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.local.whole_lab import whole_lab
from experiments.topology import Topology
from experiments.trials.lab import Say


@contextmanager
def open_doors(say: Say) -> Iterator[Doors]:
    """On this machine, with the outside world running; what an earlier command left is ended first.
    StackError when another command is at work, or somebody else holds a gateway's port."""
    budget, places = load_budget(), open_places()
    with whole_lab(places):
        clear_left_over(places, say)
        outside = OutsideProcess(budget, places)
        client_s = budget.timeouts.client_ms / 1000

        def open_arm(topology: Topology, tell: Say) -> Arm:
            return LocalStack(topology, budget, outside.url, places, tell)

        victim = Victim(
            kind="outside world",
            name="the outside world",
            kill=outside.kill,
            answers=lambda: serves(outside.url, "screen", client_s),
        )
        try:
            outside.start()
            yield Doors(open_arm, victim, _read_settled)
        finally:
            outside.stop()


def _read_settled(audit_url: AuditUrl, say: Say) -> Settled:
    return await_settled(lambda: fetch(audit_url), FINAL_WITHIN_S, say)
