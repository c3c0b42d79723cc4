"""Asks both arms, before anything is timed, whether they keep the contract and answer alike."""

from collections.abc import Callable

from experiments.checks.conformance.conformity import Conformity
from experiments.compare.agreement import Agreement
from experiments.run_folder.folder import RunFolder
from experiments.topology import topology_named
from experiments.trials.lab import Lab
from experiments.trials.reporter import Reporter
from experiments.trials.settings import Settings
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
    for arm in dict.fromkeys((oracle, other)):
        begins(arm)
        arms[arm] = _conform(lab, arm, settings.seed, folder, reporter)
    agreement = Agreement(arms, lab.differences(arms[oracle], arms[other]))
    folder.write("conformance.json", agreement.transcripts())
    folder.event("conformance", **agreement.as_json())
    reporter.say(agreement.line)
    return agreement


def _conform(lab: Lab, arm: str, seed: int, folder: RunFolder, reporter: Reporter) -> Conformity:
    stack = lab.open_stack(topology_named(arm), reporter.detail)
    try:
        reporter.detail("starting")
        stack.start()
        return lab.conform(stack.gateway_url, seed, reporter.detail)
    finally:
        leave(stack, folder.logs(f"conformance-{arm}"))
