"""Where groups with a quota can be made, and what is written into them.

Version 1 is used for real in test_quotas.py where a machine has it. What is written for version 2
is held here against the kernel's documentation, on a made tree: it was not run on a kernel.
"""

import shutil
from pathlib import Path

import pytest

from experiments.stacks.local import cpu_groups
from experiments.stacks.local.cpu_groups import CpuGroups, enter, find_cpu_groups, remove


class Tree:
    """A made /proc/self, and a hierarchy that is mounted below `mount`."""

    def __init__(self, folder: Path) -> None:
        self.proc, self.mount = folder / "proc", folder / "mount"
        self.proc.mkdir()
        self.mounts: list[str] = []

    def mounted(self, kind: str, options: str, root: str = "/", place: str = "") -> None:
        self.mounts.append(f"31 23 0:28 {root} {self.mount}{place} rw - {kind} x {options}")
        (self.proc / "mountinfo").write_text("\n".join(self.mounts))

    def own(self, groups: str, folder: str) -> Path:
        (self.proc / "cgroup").write_text(groups)
        own = self.mount / folder
        own.mkdir(parents=True)
        return own


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """A kernel's files come with a group's folder and go with it."""
    made = Path.mkdir

    def mkdir(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        made(path, mode, parents, exist_ok)
        (path / "cgroup.type").write_text("domain\n")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    monkeypatch.setattr(Path, "rmdir", lambda path: shutil.rmtree(path))
    return Tree(tmp_path)


def test_version_1_is_found_at_the_group_of_the_process(tree: Tree) -> None:
    tree.mounted("cgroup", "rw,memory", place="/memory")
    tree.mounted("cgroup", "rw,cpu,cpuacct", place="/cpu")
    own = tree.own("4:memory:/\n1:cpu,cpuacct:/user/one\n0::/elsewhere\n", "cpu/user/one")
    assert find_cpu_groups(tree.proc) == CpuGroups(own, 1)
    assert not [path for path in own.iterdir() if path.is_dir()]


def test_version_2_is_found_at_the_group_of_the_process(tree: Tree) -> None:
    tree.mounted("cgroup2", "rw,nsdelegate")
    own = tree.own("0::/user.slice/lab.scope\n", "user.slice/lab.scope")
    assert find_cpu_groups(tree.proc) == CpuGroups(own, 2)


def test_a_container_sees_its_own_group_where_the_hierarchy_is_mounted(tree: Tree) -> None:
    tree.mounted("cgroup", "rw,cpu", root="/docker/abc")
    tree.own("1:cpu:/docker/abc/deep\n", "deep")
    assert find_cpu_groups(tree.proc) == CpuGroups(tree.mount / "deep", 1)


@pytest.mark.parametrize("kind", ["cgroup", "cgroup2"])
def test_where_no_group_can_be_made_there_is_none(
    tree: Tree, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.mounted(kind, "rw,cpu")
    tree.own("1:cpu:/\n0::/\n", "")

    def refused(_path: Path, **_: bool) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    assert find_cpu_groups(tree.proc) is None


def test_a_system_without_proc_has_none(tmp_path: Path) -> None:
    assert find_cpu_groups(tmp_path / "nothing") is None


def test_a_quota_of_version_1_is_time_in_a_period(tree: Tree) -> None:
    group = CpuGroups(tree.own("", "own"), 1).make("toy-1", 0.25)
    assert (group / "cpu.cfs_period_us").read_text() == "100000"
    assert (group / "cpu.cfs_quota_us").read_text() == "25000"


def test_a_quota_of_version_2_is_that_of_a_threaded_group(tree: Tree) -> None:
    own = tree.own("", "own")
    group = CpuGroups(own, 2).make("toy-1", 0.25)
    assert group == own / "cleave-toy-1"
    assert (group / "cgroup.type").read_text() == "threaded"
    assert (own / "cgroup.subtree_control").read_text() == "+cpu"
    assert (group / "cpu.max").read_text() == "25000 100000"
    enter(group, 4711)
    assert (group / "cgroup.procs").read_text() == "4711"


def test_a_group_that_is_not_empty_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_groups, "EMPTY_S", 0.02)
    (tmp_path / "group" / "still-there").mkdir(parents=True)
    with pytest.raises(OSError, match="not empty"):
        remove(tmp_path / "group")


def test_a_group_that_is_gone_is_removed_already(tmp_path: Path) -> None:
    remove(tmp_path / "gone")
