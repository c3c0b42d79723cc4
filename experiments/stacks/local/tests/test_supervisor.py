"""The supervisor, with processes small enough to start by the dozen."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from experiments.budget import Restarts
from experiments.stacks.local.arm_folder import clear_arm, open_arm
from experiments.stacks.local.client import Client, _alive
from experiments.stacks.local.leftovers import processes_of
from experiments.stacks.local.places import REPOSITORY, Places
from experiments.stacks.local.process import ProcessSpec, base_environment
from experiments.stacks.protocol import StackError
from experiments.testing.toy_arm import private_places
from experiments.testing.waiting import wait_until

pytestmark = pytest.mark.real

NAME = "toy"
RULE = Restarts(first_s=0.05, limit_s=0.2, good_after_s=30.0)
PATIENT = Restarts(first_s=600.0, limit_s=600.0, good_after_s=3600.0)
SLEEP = "import time; time.sleep(600)"
FORK = f"import os; os.fork(); {SLEEP}"
BURN = "import time\nwhile time.process_time() < 0.3: pass"


@pytest.fixture
def places() -> Iterator[Places]:
    with private_places() as places:
        yield places


@pytest.fixture
def client(places: Places) -> Iterator[Client]:
    client, lifeline = open_arm(places, NAME, RULE)
    yield client
    clear_arm(places, NAME, even_if_used=True)
    lifeline.wait()


def python(client: Client, name: str, code: str, once: bool = False) -> ProcessSpec:
    return ProcessSpec(
        name=name,
        group=name,
        argv=(sys.executable, "-c", code),
        environment=base_environment(client.folder),
        folder="/",
        log=str(client.folder / "logs" / f"{name}.log"),
        once=once,
    )


def pid_of(client: Client, name: str) -> int:
    pid = client.statuses()[name].pid
    assert pid is not None
    return pid


def test_a_process_killed_from_outside_is_started_again(client: Client) -> None:
    client.add(python(client, "sleeper", SLEEP))
    first = pid_of(client, "sleeper")
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: client.statuses()["sleeper"].pid not in (None, first))
    status = client.statuses()["sleeper"]
    assert (status.deaths, status.exit_code) == (1, -signal.SIGKILL)


def test_a_name_that_waits_for_its_restart_is_taken(client: Client) -> None:
    client.add(python(client, "sleeper", SLEEP))
    client.kill("sleeper")
    wait_until(lambda: client.statuses()["sleeper"].state == "waiting")
    with pytest.raises(StackError, match="runs already"):
        client.add(python(client, "sleeper", SLEEP))


def test_a_kill_takes_the_workers_too(client: Client) -> None:
    client.add(python(client, "forker", FORK))
    wait_until(lambda: len(psutil.Process(pid_of(client, "forker")).children()) == 1)
    tree = [psutil.Process(pid_of(client, "forker"))]
    tree += tree[0].children(recursive=True)
    client.kill("forker")
    wait_until(lambda: not any(process.is_running() for process in tree))


def test_what_is_killed_for_good_stays_down_until_it_is_restarted(client: Client) -> None:
    client.add(python(client, "sleeper", SLEEP))
    client.kill("sleeper", stays_down=True)
    assert client.statuses()["sleeper"].state == "stopped"
    client.kill("sleeper", stays_down=True)  # harmless
    client.restart("sleeper")
    assert client.statuses()["sleeper"].pid is not None
    assert client.statuses()["sleeper"].deaths == 0


def test_what_waits_for_its_restart_can_be_kept_down(client: Client) -> None:
    client.add(python(client, "sleeper", SLEEP))
    client.kill("sleeper")
    wait_until(lambda: client.statuses()["sleeper"].state == "waiting")
    client.kill("sleeper", stays_down=True)
    assert client.statuses()["sleeper"].state == "stopped"


def test_what_waits_for_its_restart_is_started_as_soon_as_its_disk_has_room(places: Places) -> None:
    client, lifeline = open_arm(places, NAME, PATIENT)
    try:
        client.add(python(client, "sleeper", SLEEP))
        client.kill("sleeper")
        client.fill("sleeper", True)
        assert client.statuses()["sleeper"].state == "waiting"
        client.fill("sleeper", False)
        assert client.statuses()["sleeper"].pid is not None
    finally:
        clear_arm(places, NAME, even_if_used=True)
        lifeline.wait()


def test_what_stays_down_is_not_started_by_a_disk_that_has_room(client: Client) -> None:
    client.add(python(client, "sleeper", SLEEP))
    client.kill("sleeper", stays_down=True)
    client.fill("sleeper", False)
    assert client.statuses()["sleeper"].state == "stopped"


def test_a_restart_is_no_death(client: Client) -> None:
    client.add(python(client, "sleeper", SLEEP))
    first = pid_of(client, "sleeper")
    client.restart("sleeper")
    assert pid_of(client, "sleeper") != first
    assert client.statuses()["sleeper"].deaths == 0


def test_usage_counts_the_dead(client: Client) -> None:
    client.add(python(client, "burner", BURN, once=True))
    client.wait_ready(["burner"], 15.0, strict=True)
    assert client.usage()["burner"].cpu_seconds >= 0.3
    assert client.usage()["burner"].memory_bytes == 0


def test_usage_counts_the_dead_workers_of_the_dead(client: Client) -> None:
    code = f"import os, time\nif os.fork() == 0:\n    exec({BURN!r})\ntime.sleep(600)"
    client.add(python(client, "forker", code))
    wait_until(lambda: client.usage()["forker"].cpu_seconds >= 0.3)
    before = client.usage()["forker"].cpu_seconds
    client.kill("forker")
    assert client.usage()["forker"].cpu_seconds >= before


def test_usage_never_shrinks(client: Client) -> None:
    client.add(python(client, "crasher", "import json, decimal"))
    seen = [0.0]
    until = time.monotonic() + 2.0
    while time.monotonic() < until:
        seen.append(sum(group.cpu_seconds for group in client.usage().values()))
    assert seen == sorted(seen)
    assert client.statuses()["crasher"].deaths >= 3


def test_usage_counts_what_the_living_hold(client: Client) -> None:
    client.add(python(client, "holder", f"x = bytearray(64 << 20)\n{SLEEP}"))
    wait_until(lambda: client.usage()["holder"].memory_bytes > 64 << 20)


@pytest.mark.skipif(sys.platform != "linux", reason="macOS cannot pin")
def test_pinned_is_what_runs_and_what_will_run(client: Client) -> None:
    core = min(os.sched_getaffinity(0))
    client.add(python(client, "sleeper", SLEEP))
    client.pin(frozenset({core}), frozenset({core}))
    assert os.sched_getaffinity(pid_of(client, "sleeper")) == {core}
    client.add(python(client, "later", SLEEP))
    assert os.sched_getaffinity(pid_of(client, "later")) == {core}


def test_a_command_that_fails_is_named_with_its_last_line(client: Client) -> None:
    client.add(python(client, "failing", "raise SystemExit('no such table')", once=True))
    with pytest.raises(StackError, match=r"failing failed \(exit 1\): no such table"):
        client.wait_ready(["failing"], 15.0, strict=True)


def test_a_program_that_does_not_exist_is_named(client: Client) -> None:
    spec = python(client, "ghost", "")
    object.__setattr__(spec, "argv", ("/no/such/program",))
    client.add(spec)
    with pytest.raises(StackError, match=r"ghost died at start .*: cannot start /no/such/program"):
        client.wait_ready(["ghost"], 15.0, strict=True)


def test_an_unknown_process_is_refused(client: Client) -> None:
    with pytest.raises(StackError, match="kill failed"):
        client.kill("nobody")


def test_the_socket_is_for_its_owner_only(client: Client) -> None:
    assert (client.folder / "supervisor.sock").stat().st_mode & 0o077 == 0


def test_stopping_leaves_no_process_and_no_folder(client: Client) -> None:
    client.add(python(client, "forker", FORK))
    client.add(python(client, "stubborn", f"import signal; signal.signal(15, 1); {SLEEP}"))
    client.stop()
    assert processes_of(client.folder) == []
    assert not client.folder.exists()


LAB = """
import sys, time
from pathlib import Path
from experiments.budget import Restarts
from experiments.stacks.local.arm_folder import open_arm
from experiments.stacks.local.places import Places
from experiments.stacks.local.process import ProcessSpec, base_environment
state = Path(sys.argv[1])
client, lifeline = open_arm(Places(state, state), "toy", Restarts(1.0, 8.0, 30.0))
for name in ("one", "two"):
    argv = (sys.executable, "-c", "import os; os.fork(); import time; time.sleep(600)")
    environment = base_environment(client.folder)
    client.add(ProcessSpec(name, name, argv, environment, "/", str(client.folder / "log")))
if "release" in sys.argv:
    client.release()
print("up", flush=True)
if "stay" in sys.argv:
    time.sleep(600)
"""


StartLab = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def lab(places: Places) -> Iterator[StartLab]:
    """Starts another lab; its arm of five processes is up when the call returns."""
    labs = []

    def start(*words: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-c", LAB, str(places.state), *words],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
        )
        labs.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        process.stdout.close()
        wait_until(lambda: len(processes_of(places.arm(NAME))) == 5)
        return process

    yield start
    for process in labs:
        process.kill()
        process.wait(15)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_lab_that_is_killed_leaves_nothing(lab: StartLab, places: Places, number: int) -> None:
    process = lab("stay")
    folder = places.arm(NAME)
    process.send_signal(number)
    process.wait(15)
    wait_until(lambda: processes_of(folder) == [] and not folder.exists())


def test_a_released_arm_outlives_its_lab_until_it_is_cleared(lab: StartLab, places: Places) -> None:
    assert lab("release").wait(15) == 0
    folder = places.arm(NAME)
    assert not Client(folder).leased()
    assert len(processes_of(folder)) == 5
    assert clear_arm(places, NAME)
    assert processes_of(folder) == []
    assert not folder.exists()


def test_an_arm_that_another_lab_uses_is_not_cleared(lab: StartLab, places: Places) -> None:
    lab("stay")
    with pytest.raises(StackError, match="another lab is using toy now"):
        clear_arm(places, NAME)
    assert len(processes_of(places.arm(NAME))) == 5


def test_what_a_killed_supervisor_left_is_cleared(lab: StartLab, places: Places) -> None:
    lab("stay")
    folder = places.arm(NAME)
    [supervisor] = [each for each in processes_of(folder) if "supervisor" in str(each.cmdline())]
    supervisor.kill()
    wait_until(lambda: not supervisor.is_running() or supervisor.status() == psutil.STATUS_ZOMBIE)
    assert processes_of(folder)
    assert clear_arm(places, NAME)
    assert processes_of(folder) == []
    assert not folder.exists()


def test_clearing_nothing_is_harmless(places: Places) -> None:
    assert not clear_arm(places, NAME)


def test_logs_are_kept_where_asked(client: Client, tmp_path: Path) -> None:
    from experiments.stacks.local.arm_folder import save_logs

    client.add(python(client, "talker", "print('hello')", once=True))
    client.wait_ready(["talker"], 15.0, strict=True)
    save_logs(client.folder, tmp_path / "logs")
    assert (tmp_path / "logs" / "talker.log").read_text() == "hello\n"


def test_an_orphan_that_nobody_reaps_counts_as_ended() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    wait_until(lambda: psutil.Process(child.pid).status() == psutil.STATUS_ZOMBIE)
    assert not _alive(child.pid)
    child.wait()
    assert not _alive(child.pid)
    assert _alive(os.getpid())
