"""The commands as a person runs them, on real arms."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from experiments.cli.running import find_running
from experiments.setup.machine import Marked, marked_processes
from experiments.stacks.local.places import open_places
from experiments.testing.waiting import wait_until
from experiments.topology import MONOLITH, SERVICES

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]
ROOT = Path(__file__).parents[3]


def cleave(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*words), cwd=ROOT, capture_output=True, text=True, check=False, timeout=500
    )


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "experiments.cli", *words]


Left = Callable[[], list[Marked]]


@pytest.fixture(autouse=True)
def left() -> Iterator[Left]:
    """This lab's processes, less those that ran before: the test run's own broker, perhaps. Other
    labs of this machine have state folders of their own."""
    state, before = open_places().state, marked_processes()

    def since_then() -> list[Marked]:
        ours = [each for each in marked_processes() if each.folder.parent == state]
        return [each for each in ours if each not in before]

    yield since_then
    cleave("down")
    assert since_then() == []


def test_an_arm_stays_up_and_is_brought_down() -> None:
    done = cleave("up", "monolith")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "monolith is up: http://127.0.0.1:20100",
    )
    assert find_running(MONOLITH) is not None
    assert find_running(SERVICES) is None
    assert requests.get("http://127.0.0.1:20100/products/p-0001/page", timeout=5).ok
    assert cleave("up", "monolith").stdout.startswith("monolith is up already")
    down = cleave("down")
    assert (down.stdout.splitlines(), down.stderr) == (["stopped monolith", "stopped outside"], "")
    assert cleave("down").stdout == "nothing was running\n"


def test_a_busy_port_is_one_line(left: Left) -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", MONOLITH.gateway_port))
        holder.listen()
        done = cleave("up", "monolith")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("cleave: port 20100, needed for")
    assert left() == []


def test_one_order_is_followed_through_both_arms() -> None:
    done = cleave("order", "--json")
    assert done.returncode == 0, done.stderr
    orders = json.loads(done.stdout)["orders"]
    assert [(one["arm"], one["settled"]["status"]) for one in orders] == [
        ("monolith", "CONFIRMED"),
        ("monolith", "REJECTED"),
        ("services", "CONFIRMED"),
        ("services", "REJECTED"),
    ]
    good, refused = orders[2]["messages"], orders[3]["messages"]
    assert [message["type"] for message in good] == [
        "ReserveStock",
        "StepDone",
        "AuthorisePayment",
        "StepDone",
        "OrderSettled",
    ]
    assert "ReleaseStock" in [message["type"] for message in refused]
    assert all(message["handled_ms"] for message in (*good, *refused))
    assert orders[0]["messages"] == []


def test_ctrl_c_leaves_nothing_and_names_the_folder(left: Left) -> None:
    process = subprocess.Popen(
        command("compare", "--blocks", "1", "--seed", "11"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until(lambda: len(left()) > 5, within_s=60)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "nothing is left running; go on with: cleave compare --resume 2" in said.splitlines()[-1]
    assert left() == []


def test_one_block_compares_both_arms_and_keeps_the_data() -> None:
    done = cleave("run", "cost-of-splitting", "--blocks", "1", "--seed", "12", "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["problems"]) == (0, [])
    assert document["conformance"]["ok"]
    folder = Path(document["folder"])
    assert {path.name[3:] for path in (folder / "visits").iterdir()} == {"monolith", "services"}
    assert (folder / "report.html").exists()
    rows = {row["key"]: row["medians"] for row in document["figures"]}
    assert all(value > 10 for value in rows["good_per_s"].values())
