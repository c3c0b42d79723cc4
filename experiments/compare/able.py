"""Leaves out what this machine's stacks cannot do, before anything runs, and says why."""

from collections.abc import Mapping
from dataclasses import replace

from experiments.method.experiment import Experiment
from experiments.stacks.protocol import Ability
from experiments.topology import RABBITMQ
from experiments.trials.settings import ImpossiblePlan, Settings

Unable = Mapping[Ability, str]


def within(settings: Settings, unable: Unable) -> Settings:
    """The settings without the experiments that need what is `unable`, which are named with the
    reason. Raises ImpossiblePlan if no experiment is left, or no arm could be started."""
    over_rabbitmq = any(side.transport == RABBITMQ for side in settings.sides)
    if over_rabbitmq and Ability.RABBITMQ in unable:
        raise ImpossiblePlan(unable[Ability.RABBITMQ])
    left_out = {**settings.left_out, **reasons(settings, unable)}
    experiments = _without(settings.experiments, left_out)
    if not experiments:
        name = settings.experiments[0].name
        raise ImpossiblePlan(f"{name} is not run: {left_out[name]}")
    extras = _without(settings.extras, left_out)
    return replace(settings, experiments=experiments, extras=extras, left_out=left_out)


def reasons(settings: Settings, unable: Unable) -> dict[str, str]:
    """Why an experiment cannot be done, by its name: for what the stacks lack, or an arm."""
    topologies = [*filter(None, (side.topology for side in settings.sides))]
    found: dict[str, str] = {}
    for experiment in (*settings.experiments, *settings.extras):
        lacking = [unable[need] for need in experiment.needs if need in unable]
        missing = [experiment.missing_on(topology) for topology in topologies]
        if experiment.matrix and not all(missing):
            missing = []  # the arm that has it does it
        for reason in filter(None, (*lacking, *missing)):
            found.setdefault(experiment.name, reason)
    return found


def _without(
    experiments: tuple[Experiment, ...], left_out: Mapping[str, str]
) -> tuple[Experiment, ...]:
    return tuple(one for one in experiments if one.name not in left_out)
