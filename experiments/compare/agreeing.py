"""Asks both arms, before anything is timed, whether they keep the contract and answer alike."""

from collections.abc import Callable

from experiments.checks.conformance.conformity import Conformity
from experiments.compare.agreement import Agreement
from experiments.run_folder.folder import RunFolder
from experiments.trials.lab import Lab
from experiments.trials.reporter import Reporter
from experiments.trials.settings import Settings
from experiments.trials.sides import Side, topology_of
from experiments.trials.stopping import leave


def agree(
    lab: Lab,
    settings: Settings,
    folder: RunFolder,
    reporter: Reporter,
    begins: Callable[[str], None],
) -> Agreement:
    """`begins` is told of each arm. Raises StackError; the arm is gone then, too."""
    oracle, other = settings.arms
    arms: dict[str, Conformity] = {}
    for arm, side in {side.arm: side for side in settings.sides}.items():  # with what differs
        begins(arm)
        arms[arm] = _conform(lab, side, settings.seed, folder, reporter)
    agreement = Agreement(arms, lab.differences(arms[oracle], arms[other]))
    folder.write("conformance.json", agreement.transcripts())
    folder.event("conformance", **agreement.as_json())
    reporter.say(agreement.line)
    return agreement


def _conform(lab: Lab, side: Side, seed: int, folder: RunFolder, reporter: Reporter) -> Conformity:
    """By the transport of the side, with all that protects it."""
    stack = lab.open_stack(topology_of(side), reporter.detail)
    try:
        reporter.detail("starting")
        stack.start()
        return lab.conform(stack.gateway_url, seed, reporter.detail)
    finally:
        leave(stack, folder.logs(f"conformance-{side.arm}"))
