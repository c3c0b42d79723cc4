"""The comparisons that the proofs are made from, in their order: how long all of it takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.catalogue import cost_of_splitting, isolation_variants
from experiments.compare.agenda import Agenda
from experiments.compare.plan import make_plan
from experiments.method.experiment import Experiment
from experiments.method.sizes import stored_sizes
from experiments.topology import MONOLITH, SERVICES, TOPOLOGIES
from experiments.trials.settings import Settings

ARMS = (MONOLITH.name, SERVICES.name)
COST = (cost_of_splitting.experiment,)
EVERY_FAULT = isolation_variants.every_fault


@dataclass(frozen=True)
class Stage:
    """`agreed`: that its arms keep the contract is known from the stage before."""

    what: str
    settings: Settings
    agreed: bool = False

    @property
    def seconds(self) -> float:
        return Agenda(make_plan(self.settings), agreed=self.agreed).left_s()


def faults_of_all() -> tuple[Experiment, ...]:
    """Of each fault that every arm can have, an experiment."""
    return tuple(one for one in EVERY_FAULT if all(_can_have(arm, one) for arm in ARMS))


def faults_of_one() -> dict[str, tuple[Experiment, ...]]:
    """By arm, those that another one cannot have; no arm without any."""
    common = {one.name for one in faults_of_all()}
    own = {
        arm: tuple(one for one in EVERY_FAULT if one.name not in common and _can_have(arm, one))
        for arm in ARMS
    }
    return {arm: experiments for arm, experiments in own.items() if experiments}


def stages(seed: int, blocks: int) -> tuple[Stage, ...]:
    """Two for each arm, then the faults, then two that are disturbed. What is planted is known
    only when its stage begins."""
    return tuple(_stages(seed, blocks))


def _stages(seed: int, blocks: int) -> Iterator[Stage]:
    def settings(arms: tuple[str, str], of: tuple[Experiment, ...], pairs: int) -> Settings:
        return Settings(arms, seed, of, stored_sizes(), pairs)

    for arm in ARMS:
        alike = settings((arm, arm), COST, blocks)
        yield Stage(f"{arm} against itself", alike)
        yield Stage(f"{arm} with work planted", alike, agreed=True)
    yield Stage("faults", settings(ARMS, faults_of_all(), 1))
    for arm, own in faults_of_one().items():
        yield Stage(f"faults that only {arm} can have", settings((arm, arm), own, 1), agreed=True)
    yield Stage("a stopped generator", settings(ARMS, COST, 1), agreed=True)
    yield Stage("a foreign CPU hog", settings(ARMS, COST, 1), agreed=True)


def _can_have(arm: str, experiment: Experiment) -> bool:
    return not experiment.missing_on(TOPOLOGIES[arm])
