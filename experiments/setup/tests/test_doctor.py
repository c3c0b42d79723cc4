"""The doctor names what is ill and what to do about it."""

import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import psutil
import pytest

from experiments.setup import doctor, machine, running_labs
from experiments.setup.finding import Finding, State
from experiments.setup.machine import Load, Marked
from experiments.setup.proportional import tells_pss
from experiments.setup.settings import READERS, settings
from experiments.stacks.local.process import MARKER

STATE = Path("/state")
OURS = Marked(psutil.Process(), STATE / "monolith")


@pytest.mark.parametrize(
    ("finding", "state"),
    [
        (doctor.python_version((3, 11)), State.OK),
        (doctor.python_version((3, 10)), State.FAIL),
        (doctor.cores(2), State.OK),
        (doctor.cores(1), State.WARN),
        (doctor.memory(4 * 10**9), State.OK),
        (doctor.memory(10**9), State.WARN),
        (doctor.disk(9 * 10**9), State.OK),
        (doctor.disk(10**9), State.WARN),
        (doctor.disk(10**8), State.FAIL),
        (doctor.open_files(1024), State.OK),
        (doctor.open_files(256), State.WARN),
        (running_labs.leftovers([], STATE), State.OK),
        (running_labs.leftovers([OURS], STATE), State.WARN),
        (doctor.pinning(True), State.OK),
        (doctor.pinning(False), State.WARN),
        (doctor.quota(True), State.OK),
        (doctor.quota(False), State.WARN),
        (doctor.rabbitmq(True), State.OK),
        (doctor.rabbitmq(False), State.WARN),
        (doctor.proportional_memory(True), State.OK),
        (doctor.proportional_memory(False), State.WARN),
        (doctor.quietness(Load(busy=0.1, steal=0.0)), State.OK),
        (doctor.quietness(Load(busy=0.6, steal=0.0)), State.WARN),
        (doctor.quietness(Load(busy=0.1, steal=0.1)), State.WARN),
        (doctor.quietness(None), State.WARN),
    ],
)
def test_each_check_knows_well_from_ill(finding: Finding, state: State) -> None:
    assert finding.state is state
    assert bool(finding.remedy) == (state is not State.OK)
    assert finding.seen


def test_the_verdicts_that_are_withheld_are_named() -> None:
    assert "verdicts on m6, s3, s5, c1, c2, c3 are withheld" in doctor.pinning(False).remedy
    assert "verdicts on m9 are withheld" in doctor.proportional_memory(False).remedy
    without = doctor.quota(False).remedy
    assert without.startswith("scaling-cpu, scaling-depth are left out")
    assert "none of the claims" in without


def test_a_port_that_is_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        finding = running_labs.ports({port: "the gateway"}, ours=())
        assert finding.state is State.FAIL
        assert finding.seen.startswith(f"port {port}, needed for the gateway, is in use")
    assert running_labs.ports({port: "the gateway"}, ours=()).seen == f"{port} free"


def test_a_port_that_our_own_lab_uses_is_no_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        ours = machine.ports_of([Marked(psutil.Process(), Path("monolith"))])
        finding = running_labs.ports({port: "the gateway"}, ours)
    assert (finding.state, finding.seen) == (
        State.OK,
        f"none free; {port} used by a lab of yours",
    )


def test_processes_of_a_lab_are_told_by_the_arms_they_belong_to() -> None:
    found = [Marked(psutil.Process(), STATE / arm) for arm in ("services", "outside", "services")]
    told = running_labs.leftovers(found, STATE)
    assert told.seen == "3 running: outside, services"
    assert told.remedy.startswith("./cleave down,")


def test_a_lab_of_another_state_folder_is_ended_there() -> None:
    told = running_labs.leftovers([OURS], Path("/another"))
    assert told.remedy.startswith(f"CLEAVE_STATE={STATE} ./cleave down,")


def test_a_package_without_a_wheel_for_this_platform_is_named() -> None:
    def load(name: str) -> object:
        if name == "granian":
            raise ImportError("wrong architecture")
        return name

    finding = doctor.packages(load)
    assert finding.state is State.FAIL
    assert finding.seen == "granian (wrong architecture)"


def test_missing_jars_are_counted(tmp_path: Path) -> None:
    finding = doctor.jars(tmp_path)
    assert finding.state is State.FAIL
    assert finding.seen.startswith("45 of 45 wrong")


def test_an_environment_of_another_lock_is_noticed(tmp_path: Path) -> None:
    stamp = tmp_path / ".venv" / "cleave-setup" / "requirements.lock"
    stamp.parent.mkdir(parents=True)
    (tmp_path / "requirements.lock").write_text("new")
    stamp.write_text("old")
    assert doctor.environment(tmp_path).state is State.WARN
    stamp.write_text("new")
    assert doctor.environment(tmp_path).state is State.OK


def test_a_system_that_has_no_such_file_tells_no_pss(tmp_path: Path) -> None:
    rollup = tmp_path / "smaps_rollup"
    assert not tells_pss(rollup)
    rollup.write_text("Pss: 1 kB\n")
    assert tells_pss(rollup)


def test_a_process_that_a_lab_started_is_found() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()"],
        env={MARKER: "/some/folder/somewhere"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = machine.marked_processes()
        process.kill()
    assert [each.arm for each in found if each.process.pid == process.pid] == ["somewhere"]


def test_load_is_the_share_of_time_between_two_readings() -> None:
    readings = iter([(100.0, 50.0, 1.0), (110.0, 57.0, 2.0)])
    load = machine.sample(1.0, read=lambda: next(readings), pause=lambda _: None)
    assert load is not None
    assert load.busy == pytest.approx(0.3)
    assert load.steal == pytest.approx(0.1)


def test_counters_that_stand_still_tell_nothing() -> None:
    assert machine.sample(1.0, read=lambda: (1.0, 1.0, 0.0), pause=lambda _: None) is None


def test_a_file_of_settings_that_is_broken_is_named_with_its_folder(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("cores = 2\n")
    assert settings().state is State.OK
    for read, named in zip(READERS, ("budget", "claims"), strict=True):
        finding = settings([partial(read, broken)])
        assert finding.state is State.FAIL
        assert finding.seen.startswith(f"experiments/{named}.toml: cores must be a table")
        assert finding.remedy


def test_the_doctor_looks_at_the_settings() -> None:
    assert "settings" in [finding.check for finding in doctor.examine()]
