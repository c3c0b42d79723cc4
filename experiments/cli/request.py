"""What a command line asks of a comparison, made into a plan; refuses what makes none."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from experiments.analysis.claims import load_claims
from experiments.catalogue import EXTRA, USUAL, UnknownExperiment, experiments_named
from experiments.cli.defaults import JSON, KAFKA, LOCAL
from experiments.cli.edge import UnknownName, WrongUsage
from experiments.compare.able import Unable, reasons, within
from experiments.compare.plan import Plan, make_plan
from experiments.compare.resume import Checkpoint, NotResumable, interrupted, require_conditions
from experiments.method.experiment import Experiment
from experiments.method.sizes import stored_sizes
from experiments.report.page.reading.run import read_run
from experiments.run_folder.folder import RunFolder
from experiments.topology import topology_named
from experiments.trials.lab import Lab
from experiments.trials.settings import HIGHEST_RATE, ImpossiblePlan, Settings
from experiments.workload.mixes import MIXED

SEEDS = 100_000
FULL_BLOCKS, USUAL_BLOCKS, MATRIX_BLOCKS = 16, 8, 1


@dataclass(frozen=True)
class Request:
    """The options as given; None is what was not said. No `names` means the usual experiments."""

    names: Sequence[str]
    arms: str
    blocks: int | None
    seed: int | None
    rate: float
    full: bool
    without: frozenset[str] = frozenset()
    transport: str = KAFKA
    encoding: str = JSON
    on: str = LOCAL

    @property
    def of_all(self) -> bool:
        """Whether it is a full comparison, and not all there is of one experiment."""
        return self.full and not self.names


def plan_of(request: Request) -> Plan:
    """Raises WrongUsage or UnknownArm."""
    seed = secrets.randbelow(SEEDS) if request.seed is None else request.seed
    if not 0 < request.rate <= HIGHEST_RATE:
        allowed = f"above 0 and at most {HIGHEST_RATE:g} operations/s"
        raise WrongUsage(f"--rate must be {allowed}, not {request.rate:g}")
    try:
        chosen = _chosen(request)
        settings = Settings(
            arms=_two(request.arms),
            seed=seed,
            experiments=chosen,
            sizes=stored_sizes().with_rate(MIXED.name, request.rate),
            blocks=_usual_blocks(request, chosen) if request.blocks is None else request.blocks,
            extras=EXTRA if request.of_all else (),
            full=request.of_all,
            without=request.without,
            transport=request.transport,
            form=request.encoding,
        )
    except UnknownExperiment as error:
        raise UnknownName(str(error)) from None
    except ImpossiblePlan as error:
        raise WrongUsage(str(error)) from None
    return make_plan(settings)


def _chosen(request: Request) -> tuple[Experiment, ...]:
    """Raises UnknownExperiment, and WrongUsage for --full of what has no more to it."""
    named = [one for name in request.names for one in experiments_named(name, request.full)]
    if request.full and named and not named[0].matrix:
        raise WrongUsage(f"--full is for a matrix of faults; {named[0].name} has no more to it")
    return tuple(named) or USUAL


def _usual_blocks(request: Request, chosen: tuple[Experiment, ...]) -> int:
    if chosen[0].matrix:
        return MATRIX_BLOCKS
    return FULL_BLOCKS if request.of_all else USUAL_BLOCKS


def possible(plan: Plan, unable: Unable) -> Plan:
    """Without what cannot be done on this machine. Raises WrongUsage if nothing is left."""
    try:
        return make_plan(within(plan.settings, unable))
    except ImpossiblePlan as error:
        raise WrongUsage(str(error)) from None


def as_before(plan: Plan, folder: RunFolder, lab: Lab) -> Plan:
    """Raises NotResumable if this is another machine than the run was begun on, or one that can no
    longer do what was planned on it."""
    for name, why in reasons(plan.settings, lab.unable).items():
        raise NotResumable(f"{name} cannot go on: {why}")
    require_conditions(folder, lab.describe())
    return plan


def taken_up(folder: RunFolder) -> tuple[Plan, RunFolder, Checkpoint]:
    """The run in `folder`, to go on with; its folder is as its run left it. Raises NotResumable,
    SpoiltRun or ClaimsError."""
    read_run(folder.path)
    run = interrupted(folder)
    load_claims().require_digest(run.claims_sha256)
    return run.plan, folder, run.checkpoint


def _two(arms: str) -> tuple[str, str]:
    named = tuple(topology_named(name.strip()).name for name in arms.split(","))
    if len(named) != 2:
        raise WrongUsage(f"--arms takes two arms with a comma between them, not {arms!r}")
    one, two = named
    return one, two
