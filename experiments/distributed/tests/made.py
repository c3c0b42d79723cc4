"""A lab in which whatever is taken away breaks something, and studies made up of its visits."""

from dataclasses import replace
from pathlib import Path

from experiments.catalogue.distributed_complexity import complexity
from experiments.checks.invariants.fetch import AuditUrl
from experiments.checks.invariants.settle import Settled
from experiments.distributed.outcome import Outcome, Seen
from experiments.distributed.run import Runner
from experiments.distributed.sides import Visit, visits
from experiments.run_folder.folder import RunFolder
from experiments.testing.fake_lab import NOTHING, PENDING, FakeLab
from experiments.testing.listener import Listener
from experiments.trials.lab import Lab, Say

AS_IT_IS = frozenset(("base", "switchable"))
"""Releases that take nothing away."""
VISITS = tuple(visits(complexity))
SEED = 3


def fragile(fake: FakeLab, started: list[tuple[str, str]]) -> Lab:
    """`started` gets the arm and the release of each visit."""

    def read_settled(_audit_url: AuditUrl, _say: Say) -> Settled:
        stack = fake.stacks[-1]
        release = stack.artefact_of(stack.topology.parts[0].name).release
        started.append((stack.topology.name, release))
        orders = () if release in AS_IT_IS else (PENDING,)
        return Settled(replace(NOTHING, orders=orders), 0.1, len(orders), 0, is_still=True)

    return replace(fake.lab, read_settled=read_settled)


def runner(lab: Lab, folder: Path, listener: Listener) -> Runner:
    return Runner(complexity, lab, RunFolder(folder), SEED, listener)


def outcome(missing: int = 0, **times: int) -> Outcome:
    """Everything visited but the last `missing`; a naive side broke two things, others as often as
    `times` says by their labels."""
    return Outcome(
        complexity, SEED, tuple(_seen(v, times) for v in VISITS[: len(VISITS) - missing])
    )


def _seen(visit: Visit, times: dict[str, int]) -> Seen:
    label = visit.side.label
    count = times.get(label, 0 if visit.side.is_whole else 2)
    broken = {"money is conserved": count} if count else {}
    return Seen(
        label, visit.under.name, 100, broken, ("money is conserved: ...",) * bool(count), ()
    )
