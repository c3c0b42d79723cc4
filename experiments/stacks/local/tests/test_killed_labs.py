"""A lab that is killed, or its supervisor, leaves nothing behind: at once, or at the next start."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from experiments.stacks.local.abilities import unable
from experiments.stacks.local.leftovers import processes_of
from experiments.stacks.local.places import REPOSITORY, Places
from experiments.stacks.protocol import Ability
from experiments.testing.toy_arm import cpu_groups_of, private_places, toy_stack
from experiments.testing.waiting import wait_until

pytestmark = pytest.mark.real


LAB = """
import sys
from experiments.testing.toy_arm import toy_stack
from experiments.stacks.local.places import Places
from experiments.stacks.local.abilities import unable
from experiments.stacks.protocol import Ability, Database, Replica
from pathlib import Path
stack = toy_stack(Places(Path(sys.argv[1]), Path(sys.argv[2])))
print("begin", flush=True)
stack.start()
if Ability.CPU_QUOTA not in unable():
    stack.limit_cpu("front", 0.2)
if "in faults" in sys.argv:
    stack.pause(Replica("front", 1))
    stack.kill(Replica("back", 1), stays_down=True)
    stack.pause(Database("front"))
    if Ability.DISK_FULL not in unable():
        stack.disk_full("back", True)
print("up", flush=True)
sys.stdin.read()
"""


StartLab = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def places() -> Iterator[Places]:
    with private_places() as places:
        yield places


@pytest.fixture
def lab(places: Places) -> Iterator[StartLab]:
    """Starts another lab with a toy arm; returns when it has said `line`, "begin" or "up"."""
    with contextlib.ExitStack() as cleaning:

        def start(line: str, *words: str) -> "subprocess.Popen[bytes]":
            process = subprocess.Popen(
                [sys.executable, "-c", LAB, str(places.state), str(places.cache), *words],
                cwd=REPOSITORY,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            cleaning.enter_context(process)
            cleaning.callback(process.kill)
            assert process.stdout is not None
            while (said := process.stdout.readline().decode().strip()) != line:
                assert said == "begin"
            return process

        yield start


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_lab_leaves_no_process_and_nothing_in_the_kernel(
    lab: StartLab, places: Places, number: int
) -> None:
    process = lab("up")
    folder = places.arm("toy")
    segments = shared_memory(folder)
    assert len(cpu_groups_of(folder)) == (0 if Ability.CPU_QUOTA in unable() else 2)
    process.send_signal(number)
    process.wait(30)
    wait_until(lambda: processes_of(folder) == [] and not folder.exists())
    assert not segments & all_shared_memory()
    assert cpu_groups_of(folder) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_lab_that_is_killed_in_the_midst_of_faults_leaves_none_of_them(
    lab: StartLab, places: Places, number: int
) -> None:
    process = lab("up", "in faults")
    folder = places.arm("toy")
    process.send_signal(number)
    process.wait(30)
    wait_until(lambda: processes_of(folder) == [] and not folder.exists())
    assert cpu_groups_of(folder) == []
    with toy_stack(places) as stack:
        assert all(stack.writable(part.name) for part in stack.topology.parts)


def test_a_lab_killed_while_it_starts_leaves_nothing(lab: StartLab, places: Places) -> None:
    process = lab("begin")
    folder = places.arm("toy")
    wait_until(lambda: len(processes_of(folder)) > 2)
    process.kill()
    process.wait(30)
    wait_until(lambda: processes_of(folder) == [] and not folder.exists())


def test_the_next_start_clears_what_a_killed_supervisor_left(lab: StartLab, places: Places) -> None:
    process = lab("up")
    folder = places.arm("toy")
    segments = shared_memory(folder)
    [supervisor] = [each for each in processes_of(folder) if "supervisor" in str(each.cmdline())]
    supervisor.kill()
    process.kill()
    process.wait(30)
    assert processes_of(folder)
    assert len(cpu_groups_of(folder)) == (0 if Ability.CPU_QUOTA in unable() else 2)
    with toy_stack(places):
        assert len(processes_of(folder)) > 5
        assert cpu_groups_of(folder) == []
    assert processes_of(folder) == []
    assert not segments & all_shared_memory()


def shared_memory(arm: Path) -> set[str]:
    """The System V segments of the arm's databases, by id, as they wrote them down."""
    files = list(arm.glob("databases/*/postmaster.pid"))
    assert len(files) == 2
    return {file.read_text().splitlines()[6].split()[1] for file in files}


def all_shared_memory() -> set[str]:
    """Every System V segment of this machine; unknown on macOS."""
    table = Path("/proc/sysvipc/shm")
    lines = table.read_text().splitlines()[1:] if table.exists() else []
    return {line.split()[1] for line in lines}
