"""What every stack must do: the fake that other tests rely on passes the real one's test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.stacks.protocol import Database, Gateway, Replica, Stack, StackError
from experiments.testing.fake_stack import FakeStack
from experiments.topology import FEATURES, MONOLITH, SERVICES, Topology


@pytest.fixture(params=["fake", pytest.param("local", marks=pytest.mark.real)])
def new_stack(request: pytest.FixtureRequest) -> Iterator[Callable[[Topology], Stack]]:
    if request.param == "fake":
        yield FakeStack
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


@pytest.mark.parametrize("topology", [MONOLITH, SERVICES], ids=lambda topology: topology.name)
def test_a_stack_keeps_its_protocol(new_stack: Any, topology: Topology, tmp_path: Path) -> None:
    stack: Stack = new_stack(topology)
    part = topology.parts[0].name
    assert stack.topology is topology
    stack.stop()  # harmless when nothing runs
    with pytest.raises(StackError):
        stack.usage()
    with pytest.raises(StackError):
        stack.audit_url("orders")
    try:
        stack.start()
        assert stack.gateway_url == f"http://127.0.0.1:{topology.gateway_port}"
        urls = {stack.audit_url(feature) for feature in FEATURES}
        assert len(urls) == len(topology.parts)
        before = stack.usage()
        for target in (Replica(part, 1), Database(part), Gateway()):
            stack.kill(target)
        stack.wait_healthy(60.0)
        stack.restart(Replica(part, 1))
        after = stack.usage()
        assert after.cpu_seconds > before.cpu_seconds > 0
        assert after.memory_bytes == sum(group.memory_bytes for group in after.groups.values()) > 0
        with pytest.raises(StackError):
            stack.kill(Replica("no-such-part", 1))
        stack.save_logs(tmp_path / "logs")
        assert any((tmp_path / "logs").glob("*.log"))
    finally:
        stack.stop()
    with pytest.raises(StackError):
        stack.usage()
