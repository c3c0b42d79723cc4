"""Takes up a run that was interrupted, at the first block that is not whole.

Only whole blocks are kept: the two visits of a pair must lie close in time, or drift no longer
cancels. What belongs to the block that was cut short stays in the folder and gives no figure; what
it violated is not forgotten.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.catalogue import UnknownExperiment, experiment_named
from experiments.compare.conditions import SAME_RUN, differing
from experiments.compare.plan import Block, Plan, make_plan
from experiments.compare.planned import FILE as PLAN
from experiments.compare.planned import Planned, planned_from
from experiments.compare.summary import FILE as SUMMARY
from experiments.compare.visited import Visit
from experiments.compare.visited_block import VisitedBlock
from experiments.compare.visits_on_disk import visits_cut_short, visits_on_disk
from experiments.errors import LabError
from experiments.run_folder.documents import Document, read_document
from experiments.run_folder.folder import RunFolder
from experiments.trials.settings import ImpossiblePlan, Settings


class NotResumable(LabError):
    """The folder holds no run that can be taken up; the message is one line that says why."""

    advice = "start a new run"


@dataclass(frozen=True)
class Checkpoint:
    """What a run has come to: `done` are its whole blocks, the first ones of the plan; `strays` all
    other visits."""

    done: tuple[VisitedBlock, ...] = ()
    strays: tuple[Visit, ...] = ()


NO_CHECKPOINT = Checkpoint()


@dataclass(frozen=True)
class Interrupted:
    """`claims_sha256` is what the run was planned with."""

    plan: Plan
    claims_sha256: str
    checkpoint: Checkpoint


def interrupted(folder: RunFolder) -> Interrupted:
    """Raises NotResumable; BrokenFolder for files that no run writes, and BrokenSeal for a visit
    that was changed since. A run that ended before its first summary has no blocks."""
    document = read_document(folder.path, PLAN)
    if document is None:
        raise NotResumable(f"{folder.path} has no {PLAN}")
    planned, summary = planned_from(document), read_document(folder.path, SUMMARY)
    if summary and summary.flag("complete"):
        raise NotResumable(f"{folder.path} is complete: there is nothing to resume")
    plan = _plan(planned, folder.path)
    checkpoint = checkpoint_in(folder, plan)
    if summary and summary.body.get("visits") and checkpoint == NO_CHECKPOINT:
        raise NotResumable(f"{folder.path} has lost its visits")
    return Interrupted(plan, planned.claims_sha256, checkpoint)


def checkpoint_in(folder: RunFolder, plan: Plan) -> Checkpoint:
    """What is in the folder of that plan. NotResumable if it belongs to another one."""
    document = read_document(folder.path, PLAN)
    if document is None:
        return NO_CHECKPOINT
    if not _is_of(plan, planned_from(document)):
        raise NotResumable(f"{folder.path / PLAN} is not the plan that its settings make")
    ended = sorted(filter(None, visits_on_disk(folder.path).values()), key=_number)
    done = tuple(_whole(plan, ended))
    kept = {visit.number for block in done for pair in block.attempts for visit in pair}
    strays = (visit for visit in ended if visit.number not in kept)
    return Checkpoint(done, (*strays, *sorted(visits_cut_short(folder.path), key=_number)))


def require_conditions(folder: RunFolder, here: Mapping[str, Any]) -> None:
    """Raises NotResumable where the blocks to come would be made under other conditions than those
    in the folder."""
    there = read_document(folder.path, "environment.json")
    for line in differing(here, there.body, SAME_RUN) if there else ():
        raise NotResumable(f"{folder.path} was begun under other conditions: {line}")


def stack_of(folder: RunFolder) -> str:
    """Where the arms of the run stand that is in the folder; "" for plain processes, or a run that
    has not come so far as to say."""
    document = read_document(folder.path, "environment.json")
    return (document.maybe_text("stack") if document else None) or ""


def _plan(planned: Planned, folder: Path) -> Plan:
    try:
        return make_plan(
            Settings(
                arms=planned.arms,
                seed=planned.seed,
                experiments=tuple(map(experiment_named, planned.experiments)),
                sizes=planned.sizes,
                blocks=len(planned.usual),
                extras=tuple(map(experiment_named, planned.extras)),
                warmup_s=planned.warmup_s,
                full=planned.full,
                planted=planned.planted,
                left_out=planned.left_out,
                without=planned.without,
                transport=planned.transport,
                form=planned.form,
            )
        )
    except (KeyError, ImpossiblePlan, UnknownExperiment) as error:
        raise NotResumable(f"{folder / PLAN} is no plan of this lab: {error}") from None


def _is_of(plan: Plan, planned: Planned) -> bool:
    told = plan.as_json() | {"claims_sha256": planned.claims_sha256}
    return planned_from(Document(PLAN, json.loads(json.dumps(told)))) == planned


def _number(visit: Visit) -> int:
    return visit.number


def _whole(plan: Plan, visits: list[Visit]) -> list[VisitedBlock]:
    """The first blocks of the plan, up to the one that still needs a visit."""
    found: list[VisitedBlock] = []
    for block in plan.blocks:
        visited = _attempts(block, visits)
        if visited is None or visited.must_repeat(plan):
            break
        found.append(visited)
    return found


def _attempts(block: Block, visits: list[Visit]) -> VisitedBlock | None:
    """Pairs of visits that followed each other; one that was cut short has left no pair."""
    attempts: list[tuple[Visit, ...]] = []
    rest = [visit for visit in visits if visit.block == block.number]
    while len(rest) > 1:
        one, two, *others = rest
        if two.number == one.number + 1 and (one.label, two.label) == block.order:
            attempts.append((one, two))
            rest = others
        else:
            rest = [two, *others]
    return VisitedBlock(block, tuple(attempts)) if attempts else None
