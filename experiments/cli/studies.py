"""What `cleave run` runs that compares no two arms: a study has a plan of its own, and counts."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from experiments.cli.edge import WrongUsage

STUDIES: Final[Mapping[str, str]] = {
    "distributed-complexity": "experiments.distributed.command",
    "find-the-bug": "experiments.hunt.command",
    "scaling-depth": "experiments.depth.command",
}
"""By name, the module with its `run`."""

Study = Callable[[int | None, bool], int]
"""Given a seed, and whether to print JSON; returns the exit code."""


def study_named(name: str, is_plain: bool) -> Study | None:
    """None where that is an experiment, or nothing. `is_plain`: none of a comparison's own options
    was given; raises WrongUsage if one was."""
    named = name.replace("_", "-")
    if named not in STUDIES:
        return None
    if not is_plain:
        raise WrongUsage(f"{named} takes --seed and --json only: it compares no two arms")
    study: Study = import_module(STUDIES[named]).run
    return study
