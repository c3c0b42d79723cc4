"""A disk that is full to a process and its family, and to nobody else."""

import errno
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from experiments.stacks.local.abilities import NO_FULL_DISK, unable
from experiments.stacks.local.families import family
from experiments.stacks.local.full_disk import LIMIT, can_fill, fill, limits
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.protocol import Ability, Database, StackError
from experiments.testing.toy_arm import private_places, toy_stack
from experiments.testing.toy_part import connect
from experiments.testing.waiting import wait_until

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(Ability.DISK_FULL in unable(), reason=NO_FULL_DISK),
]
WRITER = """
import os, sys
older = os.fork() == 0
for line in sys.stdin if not older else ():
    younger = os.fork()
    if younger == 0:
        try:
            with open(sys.argv[1], "ab") as file:
                file.write(b"x")
            os._exit(0)
        except OSError as error:
            os._exit(error.errno)
    print(os.waitstatus_to_exitcode(os.waitpid(younger, 0)[1]), flush=True)
if older:
    import time
    time.sleep(600)
"""
"""Has a child from the start, and for each line that it reads another one, which writes."""


class Writer:
    def __init__(self, file: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid

    def write(self) -> int:
        """What the system said; 0 for all is well."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def limits(self) -> set[int]:
        """Of each of the family."""
        return {resource.prlimit(each.pid, LIMIT)[0] for each in family(self.pid)}

    def close(self) -> None:
        for each in family(self.pid):
            each.kill()
        with self._process:
            pass


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path / "written")
    try:
        assert writer.write() == 0
        wait_until(lambda: len(family(writer.pid)) == 2)
        yield writer
    finally:
        writer.close()


def test_no_file_of_a_family_grows_until_there_is_room_again(
    writer: Writer, tmp_path: Path
) -> None:
    usual, _ = limits(full=False)
    fill(writer.pid, True, None, None)
    assert (writer.write(), writer.limits()) == (errno.EFBIG, {0})
    assert (tmp_path / "written").read_bytes() == b"x"
    fill(writer.pid, False, None, None)
    assert (writer.write(), writer.limits()) == (0, {usual})
    assert (tmp_path / "written").read_bytes() == b"xx"


def test_who_has_gone_is_no_trouble(writer: Writer) -> None:
    writer.close()
    fill(writer.pid, True, None, None)


def test_a_system_that_does_not_let_us_is_told_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(resource, "prlimit")
    assert not can_fill()
    assert unable()[Ability.DISK_FULL] == NO_FULL_DISK


@pytest.fixture(scope="module")
def arm() -> Iterator[LocalStack]:
    with private_places() as places, toy_stack(places) as stack:
        yield stack


def test_a_database_without_room_loses_nothing_and_comes_back_by_itself(arm: LocalStack) -> None:
    with connect(arm.owner_url("notifications")) as connection:
        connection.execute("INSERT INTO things VALUES (11)")
    arm.disk_full("back", True)
    with pytest.raises(psycopg.Error), connect(arm.owner_url("notifications")) as connection:
        connection.execute("INSERT INTO things VALUES (12)")
    wait_until(lambda: not arm.answers(Database("back")))
    assert arm.writable("front")
    arm.disk_full("back", False)
    wait_until(lambda: arm.writable("back"), 30)
    with connect(arm.audit_url("notifications")) as connection:
        things = connection.execute("SELECT count(*) FROM things").fetchone()
    assert things == (11,)


def test_a_server_that_is_started_without_room_does_not_come(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    arm.kill(Database("back"), stays_down=True)
    arm.disk_full("back", True)
    arm._client.restart("back.database")
    with pytest.raises(StackError, match=r"back\.database was not ready"):
        arm.wait_healthy(3.0)
    arm.disk_full("back", False)
    arm.wait_healthy(30)


def test_the_log_of_a_server_says_that_its_disk_was_full(arm: LocalStack, tmp_path: Path) -> None:
    arm.wait_healthy(30)
    arm.disk_full("front", True)
    arm.disk_full("front", False)
    arm.save_logs(tmp_path)
    lines = (tmp_path / "front.database.log").read_text().splitlines()
    told = [line for line in lines if line.startswith("its disk")]
    assert told == ["its disk is full", "its disk has room again"]
