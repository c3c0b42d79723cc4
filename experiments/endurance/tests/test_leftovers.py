"""Whatever a run might leave is seen; each kind is planted once, and gone once it is taken away."""

import ctypes
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from experiments.endurance.leftovers import (
    LAB_PORTS,
    SEGMENTS,
    TOKEN,
    Left,
    cpu_groups,
    folders,
    half_made,
    memory_files,
    ports,
    processes,
    segments,
)
from experiments.endurance.machine import Machine, left_after
from experiments.stacks.local.cpu_groups import PREFIX, find_cpu_groups
from experiments.stacks.local.places import Places
from experiments.stacks.local.process import MARKER
from experiments.stacks.local.quotas import prefix
from experiments.testing.waiting import wait_until
from experiments.topology import OUTSIDE_PORT, SERVICES, TOPOLOGIES

KEY_PRIVATE, CREATE, REMOVE = 0, 0o1000 | 0o600, 0
SHM = """\
       key      shmid perms       size  cpid  lpid nattch   uid   gid
   5432001          7   600         56    12    12      0     0     0
   5432002          8   600         56    13    13      6     0     0
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    for name in ("state", "state/cache", "state/cache/templates", "state/cache/artefacts"):
        (tmp_path / name).mkdir()
    return Places(tmp_path / "state", tmp_path / "state" / "cache")


@pytest.fixture
def sleeper(request: pytest.FixtureRequest, places: Places) -> Iterator[psutil.Process]:
    """A process of an arm below the state folder, or of a run with the token "mine"."""
    mark = {MARKER: str(places.arm("toy"))} if request.param == "arm" else {TOKEN: "mine"}
    with subprocess.Popen(["sleep", "60"], env={**os.environ, **mark}) as process:
        begun = psutil.Process(process.pid)
        wait_until(lambda: mark.items() <= begun.environ().items())
        yield begun
        process.kill()


@pytest.mark.parametrize("sleeper", ["arm", "run"], indirect=True)
def test_a_process_is_seen(places: Places, sleeper: psutil.Process) -> None:
    assert [*processes(places.state, "mine")] == [Left("process", f"{sleeper.pid} sleep")]
    sleeper.kill()
    sleeper.wait(10)
    assert [*processes(places.state, "mine")] == []


@pytest.mark.parametrize("sleeper", ["run"], indirect=True)
def test_a_process_of_others_is_not(places: Places, sleeper: psutil.Process) -> None:
    assert [*processes(places.state, "theirs")] == []


def test_a_port_is_seen() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        number = holder.getsockname()[1]
        assert [*ports([number])] == [Left("port", str(number))]
    assert [*ports([number])] == []


def test_every_port_of_the_lab_is_looked_at() -> None:
    assert OUTSIDE_PORT in LAB_PORTS
    assert {topology.gateway_port for topology in TOPOLOGIES.values()} <= set(LAB_PORTS)
    assert len(LAB_PORTS) == 241


def test_a_cpu_group_of_this_lab_is_seen(tmp_path: Path) -> None:
    found = find_cpu_groups()
    if found is None:
        pytest.skip("this machine lets nobody make CPU groups")
    name = f"{prefix(tmp_path / SERVICES.name)}planted"
    group = found.make(name, 0.5)
    try:
        assert [*cpu_groups(tmp_path)] == [Left("CPU group", f"{PREFIX}{name}")]
        assert [*cpu_groups(tmp_path / "another lab")] == []
    finally:
        group.rmdir()
    assert [*cpu_groups(tmp_path)] == []


def test_a_segment_that_nobody_holds_is_seen(tmp_path: Path) -> None:
    (tmp_path / "shm").write_text(SHM)
    assert [*segments(tmp_path / "shm")] == [Left("shared memory", "segment 7")]
    assert [*segments(tmp_path / "nowhere")] == []


def test_a_real_segment_is_seen() -> None:
    if not SEGMENTS.exists():
        pytest.skip("this system does not show its segments")
    libc = ctypes.CDLL(None, use_errno=True)
    ident = libc.shmget(KEY_PRIVATE, ctypes.c_size_t(4096), CREATE)
    assert ident >= 0
    try:
        assert Left("shared memory", f"segment {ident}") in [*segments()]
    finally:
        libc.shmctl(ident, REMOVE, None)
    assert Left("shared memory", f"segment {ident}") not in [*segments()]


def test_a_file_in_shared_memory_is_seen(tmp_path: Path) -> None:
    (tmp_path / "planted").touch()
    assert [*memory_files(tmp_path)] == [Left("shared memory", str(tmp_path / "planted"))]
    assert [*memory_files(tmp_path / "nowhere")] == []


def test_a_folder_of_an_arm_is_seen_and_what_is_kept_on_purpose_is_not(places: Places) -> None:
    (places.state / "services.lock").touch()
    (places.state / "services-failed").mkdir()
    assert [*folders(places)] == []
    (places.state / "services").mkdir()
    assert [*folders(places)] == [Left("folder", str(places.state / "services"))]


@pytest.mark.parametrize(
    "name", ["cache/artefacts/.draft-1", "cache/templates/orders-1.partial", "cleave-1"]
)
def test_what_is_half_made_or_temporary_is_seen(places: Places, name: str) -> None:
    assert [*half_made(places, places.state)] == []
    (places.state / name).mkdir()
    assert [*half_made(places, places.state)] == [Left("folder", str(places.state / name))]


def test_what_was_there_before_is_nobodys_leftover(places: Places) -> None:
    (places.state / "earlier").mkdir()
    machine = Machine(places, "mine")
    assert Left("folder", str(places.state / "earlier")) not in machine.left()
    (places.state / "later").mkdir()
    (places.cache / "templates" / "one.partial").mkdir()
    assert Left("folder", str(places.state / "later")) in machine.left()
    half = Left("folder", str(places.cache / "templates" / "one.partial"))
    assert half not in machine.left()
    assert half in machine.half_made()


def test_it_is_waited_for_what_goes_by_itself() -> None:
    looks = [frozenset({Left("port", "1")}), frozenset[Left]()]
    assert left_after(lambda: looks.pop(0), patience_s=60) == frozenset()
    assert looks == []


def test_nobody_waits_longer_than_asked() -> None:
    stays = frozenset({Left("port", "1")})
    assert left_after(lambda: stays, patience_s=0) == stays
