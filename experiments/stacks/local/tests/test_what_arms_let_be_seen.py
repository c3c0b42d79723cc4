"""Both arms as they really run, every request traced: one order, its log lines, what is counted."""

import dataclasses
import json
import os
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any, Final

import pytest
import requests

from experiments.budget import Seeing, load_budget
from experiments.stacks.local.fleet import Member
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.places import Places
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.protocol import Replica
from experiments.telemetry.scrape import scrape
from experiments.testing.seeing import SeenSpan, spans_in
from experiments.testing.toy_arm import private_places
from experiments.testing.waiting import wait_until
from experiments.topology import MONOLITH, SERVICES, Topology
from shared_domain.kernel.seeing.otel import QUEUE

pytestmark = pytest.mark.real
SETTLES_S: Final = 15.0
CLIENTS: Final = 4
REQUESTS: Final = 3000
SLOW_S: Final = 1.0
MORE: Final = 1.5
HEADERS: Final = {"X-Customer-Id": "c-00001", "Idempotency-Key": "seen"}
ORDER: Final = {"lines": [{"product_id": "p-0001", "quantity": 1}]}
ARMS: Final = (
    dataclasses.replace(MONOLITH, name="seen-one", base_port=20400),
    dataclasses.replace(SERVICES, name="seen-six", base_port=20400),
)


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with private_places() as places:
        yield places


@pytest.fixture(scope="module", params=ARMS, ids=["monolith", "services"])
def arm(request: pytest.FixtureRequest, places: Places) -> Iterator[LocalStack]:
    topology: Topology = request.param
    budget = dataclasses.replace(load_budget(), seeing=Seeing(trace_percent=100))
    outside = OutsideProcess(budget)
    try:
        outside.start()
        with LocalStack(topology, budget, outside.url, places) as stack:
            yield stack
    finally:
        outside.stop()


@pytest.fixture(scope="module")
def logs(arm: LocalStack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the arm has written of one order when all is told."""
    answer = requests.post(f"{arm.gateway_url}/orders", json=ORDER, headers=HEADERS, timeout=10)
    order_id = str(answer.json()["order_id"])
    folder = tmp_path_factory.mktemp("logs")

    def is_told() -> bool:
        """Whoever does something last need not be the last to write it."""
        arm.save_logs(folder)
        spans = trace_of(folder, order_id)
        return "notifications.tell" in {span.name for span in spans} and len(tops(spans)) == 1

    wait_until(is_told, SETTLES_S)
    (folder / "order").write_text(order_id)
    return folder


def trace_of(folder: Path, order_id: str) -> list[SeenSpan]:
    spans = [span for file in folder.glob("spans-*.jsonl") for span in spans_in(file)]
    traces = {
        span.trace
        for span in spans
        if span.name == "POST /orders" and span.attributes.get("cleave.order") == order_id
    }
    return [span for span in spans if span.trace in traces]


def tops(spans: Sequence[SeenSpan]) -> list[str]:
    """The names of those whose parent is not there."""
    known = {span.own for span in spans}
    return [span.name for span in spans if span.parent not in known]


def lines_of(folder: Path) -> list[dict[str, Any]]:
    """Of replicas; others' lines are none of ours, and no objects."""
    texts = [text for log in folder.glob("*.log") for text in log.read_text().splitlines()]
    return [json.loads(text) for text in texts if text.startswith('{"@timestamp"')]


def order_of(folder: Path) -> str:
    return (folder / "order").read_text()


def test_one_order_is_one_tree_from_the_gateway_to_the_notification(logs: Path) -> None:
    spans = trace_of(logs, order_of(logs))
    assert tops(spans) == ["gateway"]
    assert {"POST /orders", "orders.place", "inventory.reserve", "payments.authorise"} <= {
        span.name for span in spans
    }


def test_the_orders_lines_have_its_trace(logs: Path) -> None:
    (trace,) = {span.trace for span in trace_of(logs, order_of(logs))}
    ours = [line for line in lines_of(logs) if line["labels"].get("order") == order_of(logs)]
    assert ours
    assert {line["trace"]["id"] for line in ours} == {trace}


def test_nothing_that_is_written_tells_of_the_customer(logs: Path) -> None:
    replicas = [*logs.glob("*-[0-9]*.log"), *logs.glob("spans-*.jsonl")]
    assert replicas
    assert not [file.name for file in replicas if "c-00001" in file.read_text()]


def test_each_replica_counts_and_the_gateway_hides_it(arm: LocalStack, logs: Path) -> None:
    for member in arm._up.fleet.all_members():
        with urllib.request.urlopen(f"http://127.0.0.1:{member.port}/metrics", timeout=5) as page:
            text = page.read().decode()
        assert f'replica="{member.name}"' in text
        assert "cleave_pool_connections_in_use" in text
    assert requests.get(f"{arm.gateway_url}/metrics", timeout=5).status_code == 404


def test_a_replica_whose_log_and_spans_nobody_takes_answers_as_fast(arm: LocalStack) -> None:
    """Both go into pipes that are full soon, and then into queues that are."""
    member = arm._up.fleet.members(arm.topology.part_of("catalog").name)[0]
    fast = answered_after(member)
    with nobody_taking(arm, member):
        slow = answered_after(member)
        (said,) = scrape([member.port]).values()
    assert said["cleave_log_lines_dropped_total", ()] > 0
    assert said["cleave_spans_ended_total", ()] - said["cleave_spans_written_total", ()] > QUEUE
    assert max(slow) < SLOW_S
    assert median(slow) < MORE * median(fast)


@contextmanager
def nobody_taking(arm: LocalStack, member: Member) -> Iterator[None]:
    """The replica is started anew with pipes for its files, and once more after the block."""
    logs = arm._folder / "logs"
    files = [logs / f"{member.name}.log", logs / f"spans-{member.name}.jsonl"]
    for file in files:
        file.unlink()
        os.mkfifo(file)
    held = [os.open(file, os.O_RDWR | os.O_NONBLOCK) for file in files]
    where = Replica(arm.topology.part_of("catalog").name, 1)
    try:
        arm.restart(where)
        yield
    finally:
        for pipe, file in zip(held, files, strict=True):
            os.close(pipe)  # now its writers fail at once
            file.unlink()
        arm.restart(where)


def answered_after(member: Member) -> list[float]:
    """Seconds, request by request, under load."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        asked = clients.map(_ask, [member.port] * CLIENTS)
        return [each for several in asked for each in several]


def _ask(port: int) -> list[float]:
    took = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        for number in range(REQUESTS // CLIENTS):
            began = time.perf_counter()
            connection.request("GET", f"/products/p-{number + 1:04d}")
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            took.append(time.perf_counter() - began)
    return took
