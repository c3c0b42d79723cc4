"""The gateway's configuration: every part a cluster, every operation a route, one 404."""

import json
from pathlib import Path
from typing import Any

import pytest

from experiments.budget import Budget, load_budget
from experiments.contract import load_operations
from experiments.protections import budget_without
from experiments.stacks.local.gateway_cluster import by_files, by_name
from experiments.stacks.local.gateway_config import GatewayPorts, bootstrap
from experiments.stacks.local.gateway_links import FILTER
from experiments.stacks.local.routes import routes_of
from experiments.topology import FEATURES, MONOLITH, SERVICES, Topology

BUDGET = load_budget()
ROUTES = routes_of(load_operations())


def config_of(topology: Topology, budget: Budget = BUDGET) -> dict[str, Any]:
    mesh = {part.name: 10 + number for number, part in enumerate(topology.parts)}
    ports = GatewayPorts(public=1, mesh=mesh, admin=3)
    limits = (budget.timeouts, budget.retries)
    return bootstrap(topology, ROUTES, ports, by_files(Path("/endpoints")), *limits)


@pytest.fixture
def config() -> dict[str, Any]:
    return config_of(SERVICES)


def clusters(config: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in config["static_resources"]["clusters"]}


def managers(config: dict[str, Any]) -> list[dict[str, Any]]:
    listeners = config["static_resources"]["listeners"]
    return [each["filter_chains"][0]["filters"][0]["typed_config"] for each in listeners]


def entries(config: dict[str, Any]) -> list[dict[str, Any]]:
    routes: list[dict[str, Any]] = managers(config)[0]["route_config"]["virtual_hosts"][0]["routes"]
    return routes


def test_it_is_json(config: dict[str, Any]) -> None:
    assert json.loads(json.dumps(config)) == config


@pytest.mark.parametrize("topology", [MONOLITH, SERVICES], ids=lambda each: each.name)
def test_every_part_is_a_cluster_with_a_file_of_its_own(topology: Topology) -> None:
    found = clusters(config_of(topology))
    assert set(found) == {part.name for part in topology.parts}
    for name, cluster in found.items():
        source = cluster["eds_cluster_config"]["eds_config"]["path_config_source"]
        assert source["path"] == f"/endpoints/{name}.json"
        assert cluster["common_lb_config"]["healthy_panic_threshold"]["value"] == 0


@pytest.mark.parametrize("topology", [MONOLITH, SERVICES], ids=lambda each: each.name)
def test_every_path_has_a_route_to_the_part_of_its_feature(topology: Topology) -> None:
    """One cluster for all that a replica does: the balancer counts the requests of a cluster."""
    for route, entry in zip(ROUTES, entries(config_of(topology))[:-1], strict=True):
        assert entry["match"] == {"safe_regex": {"regex": route.pattern}}
        assert entry["route"]["cluster"] == topology.part_of(route.feature).name


def limits(config: dict[str, Any]) -> list[dict[str, Any]]:
    return [each["circuit_breakers"]["thresholds"][0] for each in clusters(config).values()]


def test_the_arms_have_the_same_limits_in_total_and_a_service_what_envoy_gives_it() -> None:
    (whole,), each = limits(config_of(MONOLITH)), limits(config_of(SERVICES))
    for key in ("max_connections", "max_pending_requests", "max_requests"):
        assert {limit[key] for limit in each} == {1024}
        assert whole[key] == len(FEATURES) * 1024
    floors = [limit["retry_budget"]["min_retry_concurrency"] for limit in each]
    assert set(floors) == {BUDGET.retries.budget_floor}
    assert whole["retry_budget"]["min_retry_concurrency"] == sum(floors)


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


def test_an_arm_without_timeouts_and_a_budget_for_retries_has_those_of_envoy() -> None:
    config = config_of(SERVICES, budget_without(BUDGET, ("timeouts", "retries")))
    assert {entry["route"]["timeout"] for entry in entries(config)[:-1]} == {"15.0s"}
    for cluster in clusters(config).values():
        assert cluster["connect_timeout"] == "5.0s"
    for limit in limits(config):
        assert limit["retry_budget"]["budget_percent"] == {"value": 100.0}


NEVER = {"numerator": 0, "denominator": "HUNDRED"}


def test_each_part_asks_through_a_listener_of_its_own_that_routes_as_the_gateway_does() -> None:
    config = config_of(SERVICES)
    public, *mesh = managers(config)
    routes = [_plain(each["route_config"]) for each in (public, *mesh)]
    assert all(each == routes[0] for each in routes)
    names = [each["name"] for each in config["static_resources"]["listeners"]]
    assert names == ["gateway", *(f"mesh-{part.name}" for part in SERVICES.parts)]
    addresses = [
        each["address"]["socket_address"] for each in config["static_resources"]["listeners"]
    ]
    ports = (1, *range(10, 10 + len(SERVICES.parts)))
    assert addresses == [{"address": "127.0.0.1", "port_value": port} for port in ports]


def test_a_link_between_two_parts_is_as_ever_until_the_runtime_says_otherwise() -> None:
    public, *mesh = managers(config_of(SERVICES))
    assert [each["name"] for each in public["http_filters"]] == ["router"]
    keys = set()
    for each in mesh:
        assert [one["name"] for one in each["http_filters"]] == [FILTER, "router"]
        for entry in each["route_config"]["virtual_hosts"][0]["routes"][:-1]:
            fault = entry["typed_per_filter_config"][FILTER]
            assert fault["delay"]["percentage"] == fault["abort"]["percentage"] == NEVER
            keys.add(fault["delay_percent_runtime"])
    pairs = [(part.name, feature) for part in SERVICES.parts for feature in FEATURES]
    assert keys == {f"link.{caller}.{feature}.delay_percent" for caller, feature in pairs}


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    """Without what makes links fail."""
    (host,) = table["virtual_hosts"]
    routes = [
        {key: value for key, value in entry.items() if key != "typed_per_filter_config"}
        for entry in host["routes"]
    ]
    return {**table, "virtual_hosts": [{**host, "routes": routes}]}


@pytest.mark.parametrize("is_timed", [False, True])
def test_only_a_clients_request_is_timed_and_only_if_somebody_wants_to_know(
    is_timed: bool,
) -> None:
    mesh = {part.name: 10 + number for number, part in enumerate(SERVICES.parts)}
    ports = GatewayPorts(public=1, mesh=mesh, admin=3)
    limits = (BUDGET.timeouts, BUDGET.retries)
    config = bootstrap(SERVICES, ROUTES, ports, by_files(Path("/endpoints")), *limits, is_timed)
    public, *between = (each["route_config"] for each in managers(config))
    assert all("request_headers_to_add" not in each for each in between)
    assert ("request_headers_to_add" in public) == is_timed
    if is_timed:
        (added,) = public["request_headers_to_add"]
        assert added["header"]["key"] == "x-request-start"


def test_where_parts_have_names_a_cluster_is_all_that_the_name_stands_for() -> None:
    mesh = {part.name: 10 + number for number, part in enumerate(SERVICES.parts)}
    ports = GatewayPorts(public=1, mesh=mesh, admin=3, host="0.0.0.0")
    config = bootstrap(SERVICES, ROUTES, ports, by_name(8000), BUDGET.timeouts, BUDGET.retries)
    for name, cluster in clusters(config).items():
        assert cluster["type"] == "STRICT_DNS"
        (locality,) = cluster["load_assignment"]["endpoints"]
        (endpoint,) = locality["lb_endpoints"]
        address = endpoint["endpoint"]["address"]["socket_address"]
        assert address == {"address": name, "port_value": 8000}
    listening = [each["address"] for each in config["static_resources"]["listeners"]]
    assert {each["socket_address"]["address"] for each in listening} == {"0.0.0.0"}
    assert config["admin"]["address"]["socket_address"]["address"] == "127.0.0.1"
