"""What is in compose/generated is what the budget and the topologies make now."""

import dataclasses
import json

import pytest

from experiments.budget import load_budget
from experiments.composing.__main__ import FOLDER
from experiments.composing.generated import generated, told_to
from experiments.topology import SERVICES, TOPOLOGIES, Topology

ARMS = pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=lambda each: each.name)


@ARMS
def test_the_repository_holds_what_would_be_written(topology: Topology) -> None:
    for path, text in generated(topology, load_budget()).items():
        found = (FOLDER / path).read_text(encoding="utf-8") if (FOLDER / path).exists() else ""
        assert found == text, f"{path}: run `make compose`"


def test_nothing_else_lies_there() -> None:
    wanted = {path for each in TOPOLOGIES.values() for path in generated(each, load_budget())}
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert there <= wanted


def test_a_change_of_the_budget_is_a_change_of_the_files() -> None:
    budget = load_budget()
    other = dataclasses.replace(
        budget, timeouts=dataclasses.replace(budget.timeouts, gateway_ms=1234)
    )
    changed = generated(SERVICES, other)
    before = generated(SERVICES, budget)
    differing = [path for path in before if before[path] != changed[path]]
    assert differing == ["services/gateway.json", "services/gateway-rest.json"]
    assert "1.234s" in changed["services/gateway.json"]


def test_a_gateway_finds_replicas_by_the_name_of_their_part() -> None:
    config = json.loads(generated(SERVICES, load_budget())["services/gateway.json"])
    clusters = config["static_resources"]["clusters"]
    assert {each["type"] for each in clusters} == {"STRICT_DNS"}
    assert config["admin"]["address"]["socket_address"]["address"] == "127.0.0.1"


def test_a_replica_is_told_where_its_own_database_is() -> None:
    told = told_to(SERVICES, SERVICES.part_of("orders"), load_budget())
    assert told["CLEAVE_DATABASE_URL"].endswith("@orders-database:5432/orders")
    assert "CLEAVE_SWITCHES" not in told
    assert "CLEAVE_REPLICA" not in told
    assert told["CLEAVE_BUS"] == "kafka://broker:9092"


def test_mailboxes_are_reached_where_services_call_each_other_and_nowhere_else() -> None:
    files = generated(SERVICES, load_budget())
    assert "/mailbox/orders/" in files["services/gateway-rest.json"]
    assert "/mailbox/" not in files["services/gateway.json"]
