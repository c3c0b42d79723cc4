"""The fake stack and the real one, in turn, for the tests that both must pass."""

from collections.abc import Callable, Iterator

import pytest

from experiments.stacks.protocol import Stack
from experiments.testing.fake_stack import FakeStack
from experiments.topology import Topology

BROKEN = "broken"
"""The name of a release that the fake one refuses to bring up."""


@pytest.fixture(params=["fake", pytest.param("local", marks=pytest.mark.real)])
def new_stack(request: pytest.FixtureRequest) -> Iterator[Callable[[Topology], Stack]]:
    """Makes a stack for a topology; it is not started."""
    if request.param == "fake":
        yield lambda topology: FakeStack(topology, broken={BROKEN})
        return
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
