"""The pilot of a comparison: both arms in turn, and what it found as sizes for the visits."""

import shutil
from collections.abc import Callable
from dataclasses import replace

from experiments.budget import load_budget
from experiments.method.sizes import Sizes
from experiments.pilot.arm import ArmPilot
from experiments.pilot.need import Need, needs_of
from experiments.run_folder.folder import RunFolder
from experiments.trials.lab import Lab
from experiments.trials.reporter import Reporter
from experiments.trials.settings import Settings


def needs_in(settings: Settings) -> tuple[Need, ...]:
    """What is still to be found before the visits: nothing in a first look of one block, which
    takes the stored sizes, and nothing where a pilot has been."""
    if settings.blocks == 1 or settings.sizes.by == "pilot":
        return ()
    every = (*settings.experiments, *settings.extras)
    return tuple(need for experiment in every for need in needs_of(experiment))


def find_sizes(
    lab: Lab,
    settings: Settings,
    folder: RunFolder,
    reporter: Reporter,
    begins: Callable[[str], None],
) -> Sizes:
    """`begins` is told of each arm. Raises what a visit raises."""
    shutil.rmtree(folder.path / "pilot", ignore_errors=True)  # of a run that was interrupted in it
    needs, sizes = needs_in(settings), settings.sizes
    replicas = {name: dict(arms) for name, arms in sizes.replicas.items()}
    wrong: list[str] = []
    unconfirmed: dict[str, dict[str, tuple[str, ...]]] = {}
    for arm in dict.fromkeys(settings.arms):
        begins(arm)
        pilot = ArmPilot(lab, settings, folder, reporter, load_budget().replica)
        for need, found in pilot.find(arm, needs):
            name, times = need.experiment, f"{need.load.times:g}"
            of_arm = replicas.setdefault(name, {})
            of_arm[arm] = {**of_arm.get(arm, {}), times: found.replicas}
            if found.replicas and not found.confirmed:
                short = unconfirmed.setdefault(name, {})
                short[arm] = (*short.get(arm, ()), times)
        wrong += (
            f"pilot of {arm}: {text}" for look in pilot.looks for text in look.trial.violations
        )
    return replace(
        sizes, replicas=replicas, by="pilot", wrong=tuple(wrong), unconfirmed=unconfirmed
    )
