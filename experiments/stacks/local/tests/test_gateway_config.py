"""The gateway's configuration: every feature a cluster, every operation a route, one 404."""

import json
from pathlib import Path
from typing import Any

import pytest

from experiments.budget import load_budget
from experiments.contract import load_operations
from experiments.stacks.local.gateway_config import GatewayPorts, bootstrap
from experiments.stacks.local.routes import routes_of
from experiments.topology import FEATURES

BUDGET = load_budget()
ROUTES = routes_of(load_operations())


@pytest.fixture
def config() -> dict[str, Any]:
    ports = GatewayPorts(public=1, mesh=2, admin=3)
    return bootstrap(ROUTES, ports, Path("/endpoints"), BUDGET.timeouts, BUDGET.retries)


def managers(config: dict[str, Any]) -> list[dict[str, Any]]:
    listeners = config["static_resources"]["listeners"]
    return [each["filter_chains"][0]["filters"][0]["typed_config"] for each in listeners]


def entries(config: dict[str, Any]) -> list[dict[str, Any]]:
    routes: list[dict[str, Any]] = managers(config)[0]["route_config"]["virtual_hosts"][0]["routes"]
    return routes


def test_it_is_json(config: dict[str, Any]) -> None:
    assert json.loads(json.dumps(config)) == config


def test_every_feature_is_a_cluster_with_a_file_of_its_own(config: dict[str, Any]) -> None:
    clusters = {each["name"]: each for each in config["static_resources"]["clusters"]}
    assert set(clusters) == set(FEATURES)
    for name, cluster in clusters.items():
        source = cluster["eds_cluster_config"]["eds_config"]["path_config_source"]
        assert source["path"] == f"/endpoints/{name}.json"
        assert cluster["common_lb_config"]["healthy_panic_threshold"]["value"] == 0


def test_every_path_has_a_route_to_its_feature(config: dict[str, Any]) -> None:
    for route, entry in zip(ROUTES, entries(config)[:-1], strict=True):
        assert entry["match"] == {"safe_regex": {"regex": route.pattern}}
        assert entry["route"]["cluster"] == route.feature


def test_only_what_has_not_reached_a_replica_is_sent_again(config: dict[str, Any]) -> None:
    """A read that kills its replica must not be handed to the next: one part has many."""
    host = managers(config)[0]["route_config"]["virtual_hosts"][0]
    conditions = host["retry_policy"]["retry_on"].split(",")
    assert sorted(conditions) == ["connect-failure", "refused-stream", "reset-before-request"]
    assert host["retry_policy"]["num_retries"] == BUDGET.retries.attempts
    assert not any("retry_policy" in entry.get("route", {}) for entry in host["routes"])


def test_what_no_route_takes_is_not_found(config: dict[str, Any]) -> None:
    assert entries(config)[-1] == {"match": {"prefix": "/"}, "direct_response": {"status": 404}}


def test_the_gateway_waits_longer_than_any_client(config: dict[str, Any]) -> None:
    waits = {float(entry["route"]["timeout"].rstrip("s")) for entry in entries(config)[:-1]}
    assert min(waits) * 1000 > BUDGET.timeouts.client_ms


def test_the_mesh_routes_as_the_gateway_does(config: dict[str, Any]) -> None:
    public, mesh = managers(config)
    assert public["route_config"] == mesh["route_config"]
    addresses = [
        each["address"]["socket_address"] for each in config["static_resources"]["listeners"]
    ]
    assert addresses == [{"address": "127.0.0.1", "port_value": port} for port in (1, 2)]
