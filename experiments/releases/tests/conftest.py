"""`arm`: each arm as it really runs, started once for all tests of a module."""

from collections.abc import Iterator

import pytest

from experiments.stacks.protocol import Stack
from experiments.testing.real_arm import running_arm, say
from experiments.topology import TOPOLOGIES

__all__ = ["arm", "say"]


@pytest.fixture(scope="module", params=sorted(TOPOLOGIES))
def arm(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    with running_arm(request.param, tmp_path_factory.mktemp(request.param) / "logs") as stack:
        yield stack
