"""A run's folder made up in memory-speed: every file as the lab writes it, figures that follow.

What the shop is said to have done is invented, but plausible: services cost more and isolate
better, a crash hurts, a deploy of the monolith takes longer.
"""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from experiments.analysis.claims import load_claims
from experiments.budget import load_budget
from experiments.catalogue import USUAL
from experiments.checks.conformance.conformity import Conformity
from experiments.checks.invariants.check import CHECKERS, name_of
from experiments.compare.agreement import Agreement
from experiments.compare.expectations import NO_EXPECTATIONS
from experiments.compare.plan import Block, Plan, make_plan
from experiments.compare.result import Result
from experiments.compare.summary import summary_json
from experiments.compare.verdicts import verdicts_json
from experiments.compare.visited import Visit
from experiments.compare.visited_block import VisitedBlock
from experiments.method.experiment import Experiment
from experiments.method.sizes import stored_sizes
from experiments.report.page.tests.made_observation import observe
from experiments.run_folder.folder import RunFolder
from experiments.run_folder.seal import seal
from experiments.trials.observed import observation_json
from experiments.trials.sentinels import Sentinel
from experiments.trials.settings import Settings
from experiments.trials.trial import Trial

ENVIRONMENT = {
    "cpu": {
        "model": "A made-up CPU",
        "cores": 2,
        "arm_cores": [0],
        "lab_cores": [1],
        "pinned": True,
    },
    "memory_bytes": 25_276_502_016,
    "disk": {"total_bytes": 270_553_174_016, "free_bytes": 82_832_613_376},
    "system": "Linux-6.18-x86_64-with-glibc2.36",
    "kernel": "6.18",
    "python": "3.11.7",
    "packages": {"flask": "3.1.3", "granian": "2.8.7"},
    "kafka": "4.4.0",
    "requirements_lock_sha256": "7fea76bc9e39f7ed55eff31f93a492cba8aaabbc39a19bc3ef5847c3a24f0974",
    "budget": dataclasses.asdict(load_budget()),
    "git": {"commit": "a120ab1e918b3f7682d69c6679f62f9fd4116e5e", "changed": False},
}


@dataclass(frozen=True)
class Made:
    """What shall be in the folder. `noisy` and `violations` name visits; the run stops before the
    visit `stops_at`."""

    blocks: int = 8
    seed: int = 7
    experiments: Sequence[Experiment] = USUAL
    arms: tuple[str, str] = ("monolith", "services")
    full: bool = False
    noisy: tuple[int, ...] = ()
    violations: dict[int, str] = dataclasses.field(default_factory=dict)
    stops_at: int | None = None


def make_run(folder: Path, made: Made = Made()) -> Path:
    """Writes it into `folder`, which must not exist."""
    (folder / "visits").mkdir(parents=True)
    run, claims = RunFolder(folder), load_claims()
    settings = Settings(
        made.arms, made.seed, tuple(made.experiments), stored_sizes(), made.blocks, full=made.full
    )
    plan = make_plan(settings)
    run.write("plan.json", plan.as_json() | {"claims_sha256": claims.digest})
    run.write("environment.json", ENVIRONMENT)
    arms = {arm: Conformity(91, (), (), 12.0) for arm in dict.fromkeys(made.arms)}
    agreement = Agreement(arms, ())
    run.event("conformance", **agreement.as_json())
    blocks = tuple(_blocks(plan, run, made))
    result = Result(plan, agreement, blocks, complete=made.stops_at is None)
    run.write("summary.json", summary_json(result))
    run.write("verdicts.json", verdicts_json(result, claims, NO_EXPECTATIONS))
    return folder


def _blocks(plan: Plan, run: RunFolder, made: Made) -> Iterator[VisitedBlock]:
    number = 0
    for block in plan.blocks:
        pair = []
        for label in block.order:
            number += 1
            if number == made.stops_at:
                run.visit(number, label).mkdir()
                run.event("interrupted", by="KeyboardInterrupt", why="")
                return
            pair.append(_visit(plan, run, made, block, label, number))
        yield VisitedBlock(block, (tuple(pair),))


def _visit(plan: Plan, run: RunFolder, made: Made, block: Block, label: str, number: int) -> Visit:
    run.event("visit begins", number=number, side=label, block=block.number)
    folder = run.visit(number, label)
    violation = made.violations.get(number, "")
    trials = [
        _trial(plan, experiment, block, label, folder, number in made.noisy, violation)
        for experiment in plan.experiments_on(block, plan.side(label))
    ]
    visit = Visit(number, block.number, label, tuple(trials))
    run.write(f"visits/{folder.name}/visit.json", visit.as_json())
    seal(folder)
    run.event("visit ends", number=number, quiet_before=True)
    return visit


def _trial(
    plan: Plan,
    experiment: Experiment,
    block: Block,
    label: str,
    visit: Path,
    noisy: bool,
    violation: str,
) -> Trial:
    folder = visit / experiment.name
    dice = Random(f"{plan.settings.seed} {block.number} {label} {experiment.name}")
    seen = observe(plan, experiment, plan.side(label).arm, folder, dice)
    _write(folder / "observation.json", observation_json(seen))
    checks = [
        {"name": name_of(checker), "holds": not text, "violations": [text] if text else []}
        for checker, text in ((each, violation if each is CHECKERS[0] else "") for each in CHECKERS)
    ]
    body = {"settled_after_s": 0.4, "orders": 61, "is_still": True, "checks": checks}
    body["pictures"] = [_picture(violation)] if violation else []
    _write(folder / "checks.json", body)
    return Trial(
        experiment.name,
        {metric.key: metric.of(seen) for metric in experiment.metrics},
        tuple(_sentinels(noisy, dice)),
        (f"{name_of(CHECKERS[0])}: {violation}",) if violation else (),
    )


def _picture(text: str) -> dict[str, object]:
    moment = {"at_s": 1.0, "column": text, "mark": "began", "text": text, "about": ""}
    return {"says": text, "columns": [text], "moments": [moment]}


def _sentinels(noisy: bool, dice: Random) -> Iterator[Sentinel]:
    foreign = 0.8 if noisy else dice.uniform(0, 0.05)
    text = "other programs used 0.80 cores" if noisy else ""
    yield Sentinel("generator", 0.0, 0.0, False, "")
    yield Sentinel("foreign CPU", foreign, 0.1, noisy, text)
    yield Sentinel("throttling", None, 0.01, False, "")


def _write(path: Path, document: object) -> None:
    path.write_text(json.dumps(document), encoding="utf-8")
