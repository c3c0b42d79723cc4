"""The services as they really run, with real backends: what a shopper did is found in each of them,
an alert is on while a budget burns, and a backend that dies costs nobody a request."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
import requests

from experiments.backends.annotation import Action, Annotation, Category
from experiments.backends.annotator import Annotator
from experiments.backends.local import LocalBackends
from experiments.backends.shipper import Shipper
from experiments.budget import load_budget
from experiments.stacks.local.cores import split_cores
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.places import Places
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.protocol import Database
from experiments.testing.toy_arm import private_places
from experiments.testing.waiting import wait_until
from experiments.testing.watched import Asked
from experiments.topology import PAYMENTS, SERVICES
from experiments.workload.plan import LoadPlan
from experiments.workload.run import start
from experiments.workload.samples import Sample, read_samples
from experiments.workload.scoring import Outcome
from shared_domain.kernel.trace import new_traceparent, trace_id

pytestmark = [pytest.mark.real, pytest.mark.backends, pytest.mark.timeout(600)]
ARM: Final = dataclasses.replace(SERVICES, name="watched", base_port=20600)
PARTS: Final = {part.name for part in ARM.parts}
CUSTOMER: Final = "c-00001"
ORDER: Final = {"lines": [{"product_id": "p-0001", "quantity": 1}]}
RATE, WARMUP_S, SECONDS = 20.0, 1.0, 10.0
BURN: Final = "ErrorBudgetBurnsFast"
BACKENDS: Final = ("elasticsearch", "jaeger", "prometheus", "alertmanager")
SEEN_S: Final = 30.0


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with private_places() as places:
        yield places


@pytest.fixture(scope="module")
def backends(places: Places) -> Iterator[LocalBackends]:
    with LocalBackends(places, load_budget().restarts) as backends:
        yield backends


@pytest.fixture(scope="module")
def arm(places: Places, backends: LocalBackends) -> Iterator[LocalStack]:
    """Everything of it is recorded, and goes where it belongs."""
    budget = load_budget()
    seeing = dataclasses.replace(
        budget.seeing, trace_percent=100, spans_to=backends.addresses.spans
    )
    budget = dataclasses.replace(budget, seeing=seeing)
    outside = OutsideProcess(budget, places)
    try:
        outside.start()
        with LocalStack(ARM, budget, outside.url, places) as stack:
            backends.watch(stack)
            logs = places.arm(ARM.name) / "logs"
            with Shipper(logs, backends.addresses.elasticsearch):
                yield stack
    finally:
        outside.stop()


@pytest.fixture(scope="module")
def asked(backends: LocalBackends, arm: LocalStack) -> Asked:
    """Once Prometheus knows all replicas."""
    asked = Asked(backends.addresses)
    wait_until(lambda: asked.value("sum(up)") == len(PARTS), SEEN_S)
    return asked


@pytest.fixture(scope="module")
def trace(arm: LocalStack, asked: Asked) -> str:
    """Of a shopper who looked at a page and ordered: one that every part has worked on."""
    traceparent = f"{new_traceparent()[:-2]}01"
    headers = {"X-Customer-Id": CUSTOMER, "traceparent": traceparent, "Idempotency-Key": "watched"}
    page = requests.get(f"{arm.gateway_url}/products/p-0001/page", headers=headers, timeout=10)
    assert page.status_code == 200
    placed = requests.post(f"{arm.gateway_url}/orders", json=ORDER, headers=headers, timeout=10)
    assert placed.status_code in (201, 202)
    return trace_id(traceparent)


def test_jaeger_has_the_orders_trace_over_all_parts(asked: Asked, trace: str) -> None:
    wait_until(lambda: asked.services_of_trace(trace) >= PARTS, SEEN_S)


def test_elasticsearch_finds_the_lines_of_all_parts_by_the_trace(asked: Asked, trace: str) -> None:
    def parts() -> set[str]:
        return {line["service"]["name"] for line in asked.lines_of_trace(trace)}

    wait_until(lambda: parts() >= PARTS, SEEN_S)
    lines = asked.lines_of_trace(trace)
    assert any(line["message"].startswith("POST /orders ") for line in lines)
    assert CUSTOMER not in str(lines)


def test_prometheus_has_the_order_as_an_exemplar(asked: Asked, trace: str) -> None:
    query = 'cleave_http_request_duration_seconds_bucket{route="/orders",method="POST"}'
    wait_until(lambda: trace in asked.exemplars(query), SEEN_S)
    of_messages = 'cleave_message_duration_seconds_bucket{topic="payments.commands"}'
    wait_until(lambda: trace in asked.exemplars(of_messages), SEEN_S)


def test_a_trace_that_nobody_made_is_nowhere(asked: Asked, trace: str) -> None:
    nobodys = "f" * 32
    assert asked.services_of_trace(nobodys) == set()
    assert asked.lines_of_trace(nobodys) == []
    assert nobodys not in asked.exemplars("cleave_http_request_duration_seconds_bucket")


def test_the_console_shows_every_part_and_feature(asked: Asked, trace: str) -> None:
    wait_until(lambda: all(f"<td>{part}</td>" in asked.console() for part in PARTS), SEEN_S)
    wait_until(lambda: ">orders</a>" in asked.console(), SEEN_S)


def test_what_the_lab_does_stands_in_each_backend(asked: Asked, backends: LocalBackends) -> None:
    annotator = Annotator(backends.addresses)
    for action in (Action.BEGINS, Action.ENDS):
        what = "fault of payments"
        annotator.tell(Annotation(datetime.now(UTC), Category.FAULT, action, what, ARM.name))
    release = Annotation(
        datetime.now(UTC), Category.RELEASE, Action.HAPPENS, "v2 of catalog", ARM.name
    )
    annotator.tell(release)
    annotator.close()
    assert annotator.lost == 0
    wait_until(lambda: len(asked.annotations()) >= 3, SEEN_S)
    wait_until(lambda: ("LabRelease", "") in asked.alerts(), SEEN_S)
    wait_until(lambda: {"fault of payments", "v2 of catalog"} <= {*asked.lanes("lab")}, SEEN_S)


def failures(arm: LocalStack, folder: Path, backends: LocalBackends, killed: str) -> list[Sample]:
    """What went wrong in a load in whose midst a backend is killed, and stays down."""
    plan = LoadPlan(arm.gateway_url, 7, RATE, SECONDS, warmup_s=WARMUP_S)
    load = start(plan, folder, split_cores(load_budget().cores.lab).lab)
    try:
        wait_until(lambda: load.elapsed_s() > WARMUP_S, within_s=30.0)
        backends.kill(killed)
        report = load.wait()
    finally:
        load.stop()
    samples = read_samples(folder, report.samples)
    assert len(samples) > RATE * SECONDS / 2
    return [each for each in samples if each.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]


@pytest.mark.parametrize("name", BACKENDS)
def test_a_backend_that_is_killed_costs_no_request(
    arm: LocalStack, asked: Asked, backends: LocalBackends, tmp_path: Path, name: str
) -> None:
    try:
        assert failures(arm, tmp_path / "load", backends, name) == []
    finally:
        backends.bring_back(name)


def test_lines_that_were_written_meanwhile_are_found_afterwards(
    arm: LocalStack, asked: Asked, backends: LocalBackends
) -> None:
    backends.kill("elasticsearch")
    traceparent = f"{new_traceparent()[:-2]}01"
    headers = {"X-Customer-Id": CUSTOMER, "traceparent": traceparent}
    assert requests.get(f"{arm.gateway_url}/wallet", headers=headers, timeout=10).ok
    backends.bring_back("elasticsearch")
    wait_until(lambda: bool(asked.lines_of_trace(trace_id(traceparent))), SEEN_S)


def test_the_alert_is_on_while_a_budget_burns_and_not_before(arm: LocalStack, asked: Asked) -> None:
    def wallet() -> None:
        headers = {"X-Customer-Id": CUSTOMER}
        requests.get(f"{arm.gateway_url}/wallet", headers=headers, timeout=10)

    def is_counted() -> bool:
        wallet()
        return asked.value(f"feature:cleave_http_requests:rate1m{{feature='{PAYMENTS}'}}") > 0

    wait_until(is_counted, SEEN_S)
    assert {name for name, _ in asked.alerts() if name.startswith("ErrorBudget")} == set()
    database = Database(ARM.part_of(PAYMENTS).name)
    arm.kill(database, stays_down=True)
    try:

        def burns() -> bool:
            wallet()
            return (BURN, PAYMENTS) in asked.alerts()

        wait_until(burns, 90.0)
        assert {feature for name, feature in asked.alerts() if name == BURN} == {PAYMENTS}
    finally:
        arm.restart(database)
