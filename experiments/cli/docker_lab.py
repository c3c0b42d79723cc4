"""The lab with its arms in containers: all else behind its doors is as in real_lab.py."""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.backends.annotating import annotating
from experiments.budget import load_budget
from experiments.cli.defaults import DOCKER
from experiments.cli.real_lab import clear_left_over, lab_on
from experiments.protections import budget_without, topology_without
from experiments.stacks.docker.abilities import unable
from experiments.stacks.docker.engine import open_engine
from experiments.stacks.docker.outside import OutsideContainer
from experiments.stacks.docker.own_cpu import engine_cpu_seconds
from experiments.stacks.docker.stack import DockerStack
from experiments.stacks.local.places import open_places
from experiments.stacks.local.whole_lab import whole_lab
from experiments.stacks.protocol import Stack, StackError
from experiments.topology import Topology
from experiments.trials.lab import Lab, Say
from experiments.trials.machine import Reading, read_machine


@contextlib.contextmanager
def open_docker_lab(say: Say) -> Iterator[Lab]:
    """As open_lab. NoEngine where there is none to use."""
    budget, places, engine = load_budget(), open_places(), open_engine()
    with whole_lab(places), annotating(budget.seeing, say) as told_of:
        clear_left_over(places, say)
        outside = OutsideContainer(budget, places, say)
        opened: list[DockerStack] = []

        def open_stack(topology: Topology, tell: Say, without: Collection[str] = ()) -> Stack:
            arm, means = topology_without(topology, without), budget_without(budget, without)
            opened[:] = [DockerStack(arm, means, outside.inside_url, places, tell)]
            return told_of(opened[0])

        def read(folder: Path) -> Reading:
            """Containers are no children of this process; what they use is the lab's, too."""
            seen = read_machine(folder)
            arms = sum(map(_used_s, opened))
            contained = arms + outside.cpu_seconds() + engine_cpu_seconds()
            return replace(seen, own_cpu_s=seen.own_cpu_s + contained)

        try:
            outside.start()
            lab = lab_on(budget, outside.url, open_stack, unable(engine))
            about = {"stack": DOCKER, "docker": engine.version, "proportional_memory": True}

            def describe() -> Mapping[str, Any]:
                return {**lab.describe(), **about}

            # The kernel charges a page to one container, whoever shares it.
            yield replace(lab, read_machine=read, describe=describe, proportional=True)
        finally:
            outside.stop()


def _used_s(stack: DockerStack) -> float:
    """CPU seconds; 0 between a stop and the next start."""
    try:
        return stack.usage().cpu_seconds
    except StackError:
        return 0.0
