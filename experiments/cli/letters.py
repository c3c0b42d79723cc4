"""What the commands of `cleave dead-letters` share: the arm, and the letters that were named."""

from collections.abc import Sequence

from experiments.cli.edge import Failure, WrongUsage
from experiments.cli.running import RunningArm, find_running
from experiments.dead_letters.letters import DeadLetter, waiting
from experiments.topology import topology_named


def operated(arm: str) -> RunningArm:
    """Raises UnknownArm, and Failure for an arm that is not up."""
    running = find_running(topology_named(arm))
    if running is None:
        raise Failure(f"{arm} is not up and healthy: `cleave up {arm}` starts it")
    return running


def chosen(running: RunningArm, names: Sequence[str]) -> tuple[DeadLetter, ...]:
    """The letters of these names, or all that wait. Raises WrongUsage for one that does not."""
    found = waiting(running.topology, running.audit_url)
    by_name = {each.name: each for each in found}
    for name in names:
        if name not in by_name:
            arm = running.topology.name
            raise WrongUsage(
                f"no dead letter {name!r} waits: `cleave dead-letters list {arm}` names those"
                " that do"
            )
    return tuple(by_name[name] for name in dict.fromkeys(names)) or found
