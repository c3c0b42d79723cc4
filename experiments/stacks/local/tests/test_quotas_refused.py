"""A quota that the system refuses to one replica: the others, and the arm, go on."""

import os
import shutil
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from experiments.budget import Restarts
from experiments.stacks.local import quotas as quotas_module
from experiments.stacks.local.cpu_groups import CpuGroups
from experiments.stacks.local.quotas import RECORD, Quotas, prefix
from experiments.stacks.local.supervised import Supervised
from experiments.stacks.local.supervisor import Supervisor
from experiments.stacks.protocol import StackError


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CpuGroups:
    """Made in a plain folder; a kernel's files go with a group's folder."""
    monkeypatch.setattr(Path, "rmdir", lambda path: shutil.rmtree(path))
    made = CpuGroups(tmp_path / "groups", 1)
    made.folder.mkdir()
    monkeypatch.setattr(quotas_module, "find_cpu_groups", lambda: made)
    return made


@pytest.fixture
def arm(tmp_path: Path) -> Path:
    arm = tmp_path / "toy"
    (arm / "endpoints").mkdir(parents=True)
    return arm


class Replica:
    """As much of a Supervised as a quota needs to know; its process is the test's own."""

    def __init__(self, arm: Path, name: str) -> None:
        log = str(arm / f"{name}.log")
        probe = SimpleNamespace(port=4711)
        self.spec = SimpleNamespace(
            name=name, group="front", once=False, log=log, probe=probe, serves=(name,)
        )
        self.pid, self.state, self.held = os.getpid(), "ready", False
        self.signals: list[int] = []

    def signal_group(self, number: int) -> None:
        self.signals.append(number)


def replicas(arm: Path) -> dict[str, Replica]:
    return {name: Replica(arm, name) for name in ("front-1", "front-2", "front-3")}


def supervised(found: dict[str, Replica]) -> dict[str, Supervised]:
    return cast("dict[str, Supervised]", found)


def group_of(groups: CpuGroups, arm: Path, name: str) -> Path:
    return groups.group(f"{prefix(arm)}{name}")


def test_a_replica_that_is_refused_is_told_and_the_others_are_held(
    groups: CpuGroups, arm: Path
) -> None:
    group_of(groups, arm, "front-2").touch()  # where a folder should be
    quotas = Quotas(arm)
    quotas.limit("front", 0.5)
    refused = quotas.hold(supervised(replicas(arm)).values())
    assert {name: type(error) for name, error in refused.items()} == {"front-2": FileExistsError}
    for name in ("front-1", "front-3"):
        assert (group_of(groups, arm, name) / "cgroup.procs").is_file()


def test_a_group_that_was_made_and_not_entered_is_removed_as_well(
    groups: CpuGroups, arm: Path
) -> None:
    group = group_of(groups, arm, "front-2")
    (group / "cgroup.procs").mkdir(parents=True)  # where a file should be
    quotas, processes = Quotas(arm), supervised(replicas(arm)).values()
    quotas.limit("front", 0.5)
    assert [*quotas.hold(processes)] == ["front-2"]
    quotas.limit("front", None)
    assert quotas.hold(processes) == {}
    assert not [each for each in groups.folder.iterdir() if each.is_dir()]


def test_where_the_groups_are_is_written_as_a_whole(groups: CpuGroups, arm: Path) -> None:
    Quotas(arm).limit("front", 0.5)
    assert (arm / RECORD).read_text() == str(groups.folder)
    assert [path.name for path in arm.iterdir() if path.is_file()] == [RECORD]


def test_the_arm_goes_on_without_a_replica_that_is_refused_and_says_why(
    groups: CpuGroups, arm: Path
) -> None:
    """It is killed, so that it does not serve beyond its quota, and the others are published."""
    group_of(groups, arm, "front-2").touch()
    supervisor, found = Supervisor(arm, Restarts(1.0, 8.0, 30.0)), replicas(arm)
    supervisor.processes = supervised(found)
    with pytest.raises(StackError, match=r"front-2: .*File exists"):
        supervisor.limit_cpu("front", 0.5)
    supervisor._changed()
    assert {path.stem for path in (arm / "endpoints").glob("*.json")} == set(found)
    killed = {name for name, each in found.items() if signal.SIGKILL in each.signals}
    assert killed == {"front-2"}
    assert "its CPU quota cannot be changed" in (arm / "front-2.log").read_text()
