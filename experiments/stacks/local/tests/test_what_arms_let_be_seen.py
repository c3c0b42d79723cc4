"""Both arms as they really run, every request traced: one order, its log lines, what is counted."""

import dataclasses
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import requests

from experiments.budget import Seeing, load_budget
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.places import Places
from experiments.stacks.local.stack import LocalStack
from experiments.testing.seeing import SeenSpan, spans_in
from experiments.testing.toy_arm import private_places
from experiments.testing.waiting import wait_until
from experiments.topology import MONOLITH, SERVICES, Topology

pytestmark = pytest.mark.real
SETTLES_S: Final = 15.0
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
        arm.save_logs(folder)
        return "notifications.tell" in {span.name for span in trace_of(folder, order_id)}

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


def lines_of(folder: Path) -> list[dict[str, Any]]:
    """Of replicas; others' lines are none of ours, and no objects."""
    texts = [text for log in folder.glob("*.log") for text in log.read_text().splitlines()]
    return [json.loads(text) for text in texts if text.startswith('{"@timestamp"')]


def order_of(folder: Path) -> str:
    return (folder / "order").read_text()


def test_one_order_is_one_tree_from_the_gateway_to_the_notification(logs: Path) -> None:
    spans = trace_of(logs, order_of(logs))
    known = {span.own for span in spans}
    assert [span.name for span in spans if span.parent not in known] == ["gateway"]
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
