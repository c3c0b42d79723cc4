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
from experiments.compare.result import VisitedBlock
from experiments.compare.visited import Visit
from experiments.errors import LabError
from experiments.faults.fault import Fault
from experiments.method.sizes import Sizes
from experiments.run_folder.folder import RunFolder
from experiments.run_folder.seal import is_sealed, require_seal
from experiments.trials.settings import Settings


class NotResumable(LabError):
    """The folder holds no run that can be taken up; the message is one line that says why."""

    advice = "start a new run"


@dataclass(frozen=True)
class Left:
    """`done` are the whole blocks, the first ones of the plan; `strays` all other visits."""

    done: tuple[VisitedBlock, ...] = ()
    strays: tuple[Visit, ...] = ()


NOTHING_LEFT = Left()


@dataclass(frozen=True)
class Interrupted:
    """`claims_sha256` is what the run was planned with."""

    plan: Plan
    claims_sha256: str
    left: Left


def interrupted(folder: RunFolder) -> Interrupted:
    """Raises NotResumable, and BrokenSeal for a visit that was changed since. A run that ended
    before its first summary has no blocks."""
    planned = _read(folder.path / "plan.json")
    path = folder.path / "summary.json"
    summary = _read(path) if path.exists() else {}
    if summary.get("complete"):
        raise NotResumable(f"{folder.path} is complete: there is nothing to resume")
    plan = _plan(planned, folder.path)
    left = left_of(folder, plan)
    if summary.get("visits") and left == NOTHING_LEFT:
        raise NotResumable(f"{folder.path} has lost its visits")
    return Interrupted(plan, str(planned.get("claims_sha256")), left)


def left_of(folder: RunFolder, plan: Plan) -> Left:
    """What is in the folder of that plan. NotResumable if it belongs to another one."""
    if not (folder.path / "plan.json").exists():
        return NOTHING_LEFT
    if not _is_of(plan, _read(folder.path / "plan.json")):
        raise NotResumable(f"{folder.path / 'plan.json'} is not the plan that its settings make")
    visits, cut_short = _visits(folder.path / "visits")
    done = tuple(_whole(plan, visits))
    kept = {visit.number for block in done for pair in block.attempts for visit in pair}
    strays = (visit for visit in visits if visit.number not in kept)
    return Left(done, (*strays, *cut_short))


def require_conditions(folder: RunFolder, here: Mapping[str, Any]) -> None:
    """Raises NotResumable where the blocks to come would be made under other conditions than those
    in the folder."""
    path = folder.path / "environment.json"
    for line in differing(here, _read(path), SAME_RUN) if path.exists() else ():
        raise NotResumable(f"{folder.path} was begun under other conditions: {line}")


def _plan(planned: Mapping[str, Any], path: Path) -> Plan:
    try:
        one, two = planned["arms"]
        settings = Settings(
            arms=(one, two),
            seed=planned["seed"],
            experiments=tuple(experiment_named(name) for name in planned["experiments"]),
            sizes=Sizes.from_json(planned["sizes"]),
            blocks=sum(not block["extra"] for block in planned["blocks"]),
            extras=tuple(experiment_named(name) for name in planned["extras"]),
            warmup_s=planned["warmup_s"],
            full=planned["full"],
            planted=tuple(Fault(**fault) for fault in planned["planted"]),
            left_out=planned["left_out"],
        )
        return make_plan(settings)
    except (KeyError, TypeError, ValueError, UnknownExperiment) as error:
        raise NotResumable(f"{path / 'plan.json'} is no plan of this lab: {error}") from None


def _is_of(plan: Plan, planned: Mapping[str, Any]) -> bool:
    made = json.loads(json.dumps(plan.as_json()))
    return bool(made == {name: value for name, value in planned.items() if name != "claims_sha256"})


def _visits(folder: Path) -> tuple[list[Visit], list[Visit]]:
    """Those that ended, and those that were cut short, as far as they came; both by number."""
    ended: list[Visit] = []
    cut_short: list[Visit] = []
    for path in folder.glob("*/"):
        if is_sealed(path):
            require_seal(path)
            ended.append(_visit(path / "visit.json"))
        elif (path / "visit.json").exists():
            cut_short.append(_visit(path / "visit.json"))
    return sorted(ended, key=_number), sorted(cut_short, key=_number)


def _visit(path: Path) -> Visit:
    try:
        return Visit.from_json(_read(path))
    except (KeyError, TypeError) as error:
        raise NotResumable(f"{path} is no visit: {error}") from None


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


def _read(path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotResumable(f"{path}: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise NotResumable(f"{path} was edited or cut short") from None
    if not isinstance(told, dict):
        raise NotResumable(f"{path} is not what a run writes")
    return told
