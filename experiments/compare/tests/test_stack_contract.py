"""What every stack must do: the fake that other tests rely on passes the real one's test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.artefacts.release import BASE, Change, Release
from experiments.stacks.protocol import Database, Gateway, Replica, Stack, StackError
from experiments.testing.every_stack import BROKEN, new_stack
from experiments.topology import FEATURES, MONOLITH, SERVICES, Topology

__all__ = ["new_stack"]


def wrapping(folder: Path, name: str, wrap: str) -> Release:
    """A release that wraps payments."""
    file = folder / f"{name}.py"
    file.write_text(f"def wrap(name, feature):\n    {wrap}\n", encoding="utf-8")
    return Release(name, (Change("payments", wrapper=file),))


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


@pytest.mark.parametrize("topology", [MONOLITH, SERVICES], ids=lambda topology: topology.name)
def test_a_stack_changes_what_runs(new_stack: Any, topology: Topology, tmp_path: Path) -> None:
    stack: Stack = new_stack(topology)
    host, other = (topology.part_of(feature).name for feature in ("payments", "catalog"))
    usual = topology.part_of("payments").replicas
    try:
        stack.start()
        assert stack.artefact_of(host).release == "base"
        before = {part.name: stack.artefact_of(part.name).digest for part in topology.parts}
        deployed = stack.deploy(host, wrapping(tmp_path, "same", "return feature"))
        stages = (deployed.built_s, deployed.migrated_s, deployed.healthy_s, deployed.switched_s)
        assert 0 < stages[0] <= stages[1] < stages[2] < stages[3] < deployed.drained_s
        assert stack.artefact_of(host) == deployed.artefact
        assert deployed.artefact.release == "same"
        after = {part.name: stack.artefact_of(part.name).digest for part in topology.parts}
        assert [name for name in before if before[name] != after[name]] == [host]

        with pytest.raises(StackError, match=f"{host} stays at same: ") as said:
            stack.deploy(host, wrapping(tmp_path, BROKEN, "raise RuntimeError('built to fail')"))
        assert "\n" not in str(said.value)
        assert stack.artefact_of(host).release == "same"
        stack.wait_healthy(60.0)

        assert stack.replicas(host) == usual
        stack.scale(host, usual + 1)
        assert stack.replicas(host) == usual + 1
        assert len(stack.replica_urls(host)) == usual + 1
        stack.kill(Replica(host, usual + 1))
        stack.wait_healthy(60.0)
        stack.scale(host, usual)
        with pytest.raises(StackError):
            stack.kill(Replica(host, usual + 1))
        with pytest.raises(StackError):
            stack.scale(host, 0)
        with pytest.raises(StackError, match="no part named 'moon'"):
            stack.deploy("moon", BASE)
        with pytest.raises(StackError, match="no part named 'moon'"):
            stack.replica_urls("moon")
        assert stack.deploy(host, BASE).artefact.digest == before[host]
        assert stack.artefact_of(other).release == "base"
    finally:
        stack.stop()


def refused(act: Callable[[], None]) -> str | None:
    try:
        act()
    except StackError as error:
        return str(error)
    return None


@pytest.mark.parametrize("topology", [SERVICES], ids=lambda topology: topology.name)
def test_a_stack_limits_cpu_or_says_why_not(new_stack: Any, topology: Topology) -> None:
    stack: Stack = new_stack(topology)
    part = topology.part_of("recommendations").name
    with pytest.raises(StackError):
        stack.limit_cpu(part, 0.5)
    try:
        stack.start()
        with pytest.raises(StackError, match=r"a CPU quota is 0\.01 cores at least, not 0"):
            stack.limit_cpu(part, 0)
        with pytest.raises(StackError, match="no part named 'moon'"):
            stack.limit_cpu("moon", 0.5)
        stack.limit_cpu(part, None)
        if (refusal := refused(lambda: stack.limit_cpu(part, 0.5))) is None:
            stack.scale(part, 2)
            stack.limit_cpu(part, 0.4)
            stack.kill(Replica(part, 1))
            stack.wait_healthy(60.0)
            stack.limit_cpu(part, None)
        else:
            assert "this system lets us set no CPU quota" in refusal
        stack.wait_healthy(60.0)
    finally:
        stack.stop()


@pytest.mark.parametrize("topology", [SERVICES], ids=lambda topology: topology.name)
def test_a_stack_records_as_many_traces_as_it_is_told(new_stack: Any, topology: Topology) -> None:
    stack: Stack = new_stack(topology)
    with pytest.raises(StackError):
        stack.sample_traces(1)
    try:
        stack.start()
        before = {part.name: stack.artefact_of(part.name) for part in topology.parts}
        stack.sample_traces(100)
        stack.wait_healthy(60.0)
        with pytest.raises(StackError, match="lies between 0 and 100 percent, not at 101"):
            stack.sample_traces(101)
        stack.sample_traces(None)
        stack.wait_healthy(60.0)
        assert {part.name: stack.artefact_of(part.name) for part in topology.parts} == before
        assert [stack.replicas(part.name) for part in topology.parts] == [1] * len(topology.parts)
    finally:
        stack.stop()


@pytest.mark.parametrize("topology", [MONOLITH], ids=lambda topology: topology.name)
def test_a_stack_can_be_disturbed(new_stack: Any, topology: Topology) -> None:
    stack: Stack = new_stack(topology)
    part = topology.parts[0].name
    with pytest.raises(StackError):
        stack.switch("orders", {"fault": "crash"})
    try:
        stack.start()
        stack.pause(Replica(part, 1))
        with pytest.raises(StackError, match="not ready"):
            stack.wait_healthy(0.5)
        stack.resume(Replica(part, 1))
        stack.resume(Replica(part, 1))
        stack.wait_healthy(60.0)
        stack.switch("orders", {"fault": "crash"})
        stack.switch("orders", None)
        stack.switch("orders", None)
        assert stack.fired("orders") == ()
        with pytest.raises(StackError, match="no feature is named 'moon'"):
            stack.switch("moon", {})
        stack.pause(Database(part))
    finally:
        stack.stop()
    with pytest.raises(StackError):
        stack.fired("orders")
