"""The fake stack and the real ones, in turn, for the tests that all must pass."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from experiments.stacks.protocol import Stack
from experiments.testing.fake_stack import FakeStack
from experiments.topology import Topology

BROKEN = "broken"
"""The name of a release that the fake one refuses to bring up."""
NEEDED = "CLEAVE_NEEDS_ENGINE"
"""Set by `.ci/containers`, which has stood one up."""


@pytest.fixture(
    params=["fake", *(pytest.param(each, marks=pytest.mark.real) for each in ("local", "docker"))]
)
def new_stack(request: pytest.FixtureRequest) -> Iterator[Callable[[Topology], Stack]]:
    """Makes a stack for a topology; it is not started."""
    if request.param == "fake":
        yield lambda topology: FakeStack(topology, broken={BROKEN})
        return
    with (local_stacks if request.param == "local" else docker_stacks)() as make:
        yield make


@contextmanager
def local_stacks() -> Iterator[Callable[[Topology], Stack]]:
    from experiments.budget import load_budget
    from experiments.stacks.local.outside import OutsideProcess
    from experiments.stacks.local.stack import LocalStack

    budget = load_budget()
    outside = OutsideProcess(budget)
    try:
        outside.start()
        yield lambda topology: LocalStack(topology, budget, outside.url)
    finally:
        outside.stop()


@contextmanager
def docker_stacks() -> Iterator[Callable[[Topology], Stack]]:
    """Skips the test where there is no engine; where NEEDED says so, it fails."""
    from experiments.budget import load_budget
    from experiments.stacks.docker.engine import NoEngine, open_engine
    from experiments.stacks.docker.outside import OutsideContainer
    from experiments.stacks.docker.stack import DockerStack

    try:
        open_engine()
    except NoEngine as error:
        (pytest.fail if os.environ.get(NEEDED) else pytest.skip)(str(error))
    budget = load_budget()
    outside = OutsideContainer(budget)
    try:
        outside.start()
        yield lambda topology: DockerStack(topology, budget, outside.inside_url)
    finally:
        outside.stop()
