"""Takes up a run that was interrupted, at the first block that is not whole.

Only whole blocks are kept: the two visits of a pair must lie close in time, or drift no longer
cancels. What belongs to the block that was cut short stays in the folder, unscored.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.catalogue import experiment_named
from experiments.compare.plan import RERUNS, Block, Plan, Settings, make_plan
from experiments.compare.result import VisitedBlock
from experiments.compare.run_folder import RunFolder
from experiments.compare.seal import is_sealed, require_seal
from experiments.compare.visited import Visit
from experiments.errors import LabError
from experiments.method.sizes import Sizes


class NotResumable(LabError):
    """The folder holds no run that can be taken up; the message is one line that says why."""


@dataclass(frozen=True)
class Interrupted:
    """`claims_sha256` is what the run was planned with; `done` are its whole blocks."""

    plan: Plan
    claims_sha256: str
    done: tuple[VisitedBlock, ...]


def interrupted(folder: RunFolder) -> Interrupted:
    """Raises NotResumable, and BrokenSeal for a visit that was changed since."""
    planned = _read(folder.path / "plan.json")
    if _read(folder.path / "summary.json").get("complete"):
        raise NotResumable(f"{folder.path} is complete: there is nothing to resume")
    plan = _plan(planned, folder.path)
    visits = sorted(_visits(folder.path / "visits"), key=lambda visit: visit.number)
    return Interrupted(plan, planned["claims_sha256"], tuple(_whole(plan, visits)))


def _plan(planned: Mapping[str, Any], path: Path) -> Plan:
    try:
        one, two = planned["arms"]
        settings = Settings(
            arms=(one, two),
            seed=planned["seed"],
            experiments=tuple(experiment_named(name) for name in planned["experiments"]),
            sizes=Sizes.from_json(planned["sizes"]),
            blocks=len(planned["blocks"]),
            extras=tuple(experiment_named(name) for name in planned["extras"]),
            warmup_s=planned["warmup_s"],
            full=planned["full"],
            left_out=planned["left_out"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotResumable(f"{path / 'plan.json'} is no plan of this lab: {error}") from None
    plan = make_plan(settings)
    made = json.loads(json.dumps(plan.as_json()))
    if made != {name: value for name, value in planned.items() if name != "claims_sha256"}:
        raise NotResumable(f"{path / 'plan.json'} is not the plan that its settings make")
    return plan


def _visits(folder: Path) -> list[Visit]:
    found = []
    for path in folder.iterdir():
        if is_sealed(path):
            require_seal(path)
            found.append(Visit.from_json(_read(path / "visit.json")))
    return found


def _whole(plan: Plan, visits: list[Visit]) -> list[VisitedBlock]:
    """The first blocks of the plan, up to the one that still needs a visit."""
    found: list[VisitedBlock] = []
    for block in plan.blocks:
        visited = _attempts(block, visits)
        if visited is None or (visited.disturbed and len(visited.attempts) <= RERUNS):
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
        raise NotResumable(f"{path}: {error.strerror}: this is no run's folder") from None
    except ValueError:
        raise NotResumable(f"{path} was edited or cut short") from None
    return told
