"""The compose files hold what the lab's budget says, and what anybody may expect of containers."""

import re
from typing import Any

import pytest
import yaml

from experiments.budget import load_budget
from experiments.composing.generated import told_to
from experiments.composing.tests.compose_files import FOLDER, Service, bytes_of, read, services
from experiments.images.names import ENVOY, KAFKA, POSTGRES, RABBITMQ, versioned
from experiments.stacks.local.replicas import granian
from experiments.topology import MONOLITH, REST, SERVICES, TOPOLOGIES, Topology
from experiments.transports import over
from shared_domain.messages.forms import JSON

MEGABYTE = 1_000_000
BUDGET = load_budget()
EXACT = re.compile(r"[\w./-]+:v?\d+\.\d+[\w.-]*")
OVERLAYS = ("transport-rabbitmq", "transport-rest")
ARMS = pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=lambda each: each.name)
Named = dict[str, Service]


def replicas(arm: Named, topology: Topology) -> dict[str, int]:
    """By part, how many replicas are started."""
    counts = {part.name: arm[part.name].get("deploy", {}) for part in topology.parts}
    return {name: deploy.get("replicas", 1) for name, deploy in counts.items()}


def databases(arm: Named) -> Named:
    return {name: service for name, service in arm.items() if service.get("image") == POSTGRES}


def is_short(service: Service) -> bool:
    """Whether it ends by itself, and need not say that it is well."""
    return bool(service.get("healthcheck", {}).get("disable"))


@ARMS
def test_an_arm_has_the_parts_and_replicas_of_its_topology(topology: Topology) -> None:
    arm = services(topology.name)
    assert replicas(arm, topology) == {part.name: part.replicas for part in topology.parts}
    assert len(databases(arm)) == len(topology.parts)
    assert ("broker" in arm) == topology.broker


@ARMS
def test_what_reaches_its_limit_does_not_begin_to_swap(topology: Topology) -> None:
    for name, service in services(topology.name).items():
        assert service["memswap_limit"] == service["mem_limit"], name


@ARMS
def test_limits_are_those_of_the_budget(topology: Topology) -> None:
    arm, limits = services(topology.name), BUDGET.containers
    for part in topology.parts:
        assert bytes_of(arm[part.name]["mem_limit"]) == BUDGET.replica.memory_mb * MEGABYTE
        assert arm[part.name]["cpus"] == limits.replica_cpus
    assert bytes_of(arm["gateway"]["mem_limit"]) == limits.gateway_mb * MEGABYTE
    total = sum(bytes_of(each["mem_limit"]) for each in databases(arm).values())
    assert total == limits.database_mb * MEGABYTE


def test_the_limits_of_both_arms_are_equal_in_total_but_for_the_broker() -> None:
    totals = []
    for topology in (MONOLITH, SERVICES):
        arm = services(topology.name)
        counts = replicas(arm, topology)
        memory = sum(bytes_of(arm[name]["mem_limit"]) * count for name, count in counts.items())
        cpus = sum(arm[name]["cpus"] * count for name, count in counts.items())
        stored = sum(bytes_of(each["mem_limit"]) for each in databases(arm).values())
        totals.append((memory, cpus, stored, arm["gateway"]["mem_limit"]))
    assert totals[0] == totals[1]
    broker = services("services")["broker"]["mem_limit"]
    assert bytes_of(broker) == BUDGET.containers.broker_mb * MEGABYTE


@ARMS
def test_images_have_exact_tags_and_are_those_of_the_docker_stack(topology: Topology) -> None:
    arm = services(topology.name)
    assert all(EXACT.fullmatch(each["image"]) for each in arm.values())
    assert arm["gateway"]["image"] == ENVOY
    assert arm.get("broker", {"image": KAFKA})["image"] == KAFKA
    for part in topology.parts:
        assert arm[part.name]["image"] == versioned(part.name)
        assert arm[part.name]["build"]["args"] == {"PART": part.name}


@ARMS
def test_who_stays_says_whether_it_is_well_and_who_ends_is_waited_for(topology: Topology) -> None:
    arm = services(topology.name)
    ours = {*(part.name for part in topology.parts), "outside"}  # their images say so
    waited_for = {
        name: how["condition"]
        for each in arm.values()
        for name, how in each.get("depends_on", {}).items()
    }
    for name, service in arm.items():
        assert is_short(service) or name in ours or service["healthcheck"]["test"], name
        if is_short(service):
            assert waited_for[name] == "service_completed_successfully", name


@ARMS
def test_what_is_ours_may_write_nowhere_and_nobody_has_privileges(topology: Topology) -> None:
    for name, service in services(topology.name).items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        if service["image"].startswith("cleave/") or name == "gateway":
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name
        assert "privileged" not in service


@ARMS
def test_an_arm_is_reached_at_its_gateway_on_this_machine_and_nowhere_else(
    topology: Topology,
) -> None:
    arm = services(topology.name)
    published = {name: each["ports"] for name, each in arm.items() if "ports" in each}
    assert published == {"gateway": [f"127.0.0.1:{topology.gateway_port}:10000"]}


def test_a_replica_is_served_as_the_local_stack_serves_it() -> None:
    options = ("--blocking-threads", str(BUDGET.replica.http_threads))
    wanted = granian("wsgi", "entry:build", 8000, options, "python", "0.0.0.0")
    command = services("monolith")["monolith"]["command"][-1]
    assert command == "CLEAVE_REPLICA=$$HOSTNAME exec " + " ".join(wanted)
    dockerfile = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    listed = dockerfile.rpartition("\nCMD [")[2].partition("]")[0]
    assert tuple(re.findall(r'"([^"]+)"', listed)) == wanted


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_changes_services_that_there_are(overlay: str) -> None:
    changed: dict[str, Any] = read(overlay)["services"]
    new = {name for name, service in changed.items() if "image" in service}
    assert set(changed) - new <= set(services("services"))
    for name in new:
        assert EXACT.fullmatch(changed[name]["image"])
        assert changed[name]["healthcheck"]["test"]


def test_rabbitmq_has_the_memory_of_kafka_and_the_image_for_which_there_is_a_stand_in() -> None:
    broker = read("transport-rabbitmq")["services"]["rabbitmq"]
    assert broker["image"] == RABBITMQ
    assert broker["memswap_limit"] == broker["mem_limit"]
    assert broker["security_opt"] == ["no-new-privileges:true"]
    assert bytes_of(broker["mem_limit"]) == BUDGET.containers.broker_mb * MEGABYTE


@pytest.mark.parametrize(
    ("file", "broker", "data"),
    [
        ("services", "broker", "/var/lib/kafka/data"),
        ("transport-rabbitmq", "rabbitmq", "/var/lib/rabbitmq"),
    ],
)
def test_what_a_broker_has_taken_outlives_its_container(file: str, broker: str, data: str) -> None:
    found = read(file)
    assert f"{broker}:{data}" in found["services"][broker]["volumes"]
    assert broker in found["volumes"]


def test_rabbitmq_has_the_same_name_in_its_next_life() -> None:
    """Its folder is called after it."""
    assert read("transport-rabbitmq")["services"]["rabbitmq"]["hostname"] == "rabbitmq"


def test_without_a_broker_each_service_is_told_its_own_way_to_the_others() -> None:
    changed, calling = read("transport-rest")["services"], over(SERVICES, REST, JSON)
    for part in calling.parts:
        bus = changed[part.name]["environment"]["CLEAVE_BUS"]
        assert bus == told_to(calling, part, BUDGET)["CLEAVE_BUS"]


def test_a_limit_that_is_not_the_budgets_is_found() -> None:
    with pytest.raises(AssertionError):
        bytes_of("256m")
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load("a: !override {b: 1}")
