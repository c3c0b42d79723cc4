"""Services that call each other reach each mailbox by the mesh; clients reach none."""

from pathlib import Path
from typing import Any

import pytest

from experiments.budget import load_budget
from experiments.stacks.local.gateway_cluster import by_files
from experiments.stacks.local.gateway_config import GatewayPorts, bootstrap
from experiments.topology import FEATURES, REST, SERVICES, TRANSPORTS
from experiments.transports import READING, over
from shared_domain.messages.forms import JSON


def mailboxes(transport: str) -> dict[str, list[Any]]:
    """By listener, the features whose mailbox it leads to."""
    topology, budget = over(SERVICES, transport, JSON), load_budget()
    ports = GatewayPorts(public=1, mesh=dict.fromkeys(FEATURES, 2), admin=3)
    discover, limits = by_files(Path("/e")), (budget.timeouts, budget.retries)
    config = bootstrap(topology, (), ports, discover, *limits)
    found: dict[str, list[Any]] = {}
    for listener in config["static_resources"]["listeners"]:
        manager = listener["filter_chains"][0]["filters"][0]["typed_config"]
        routes = manager["route_config"]["virtual_hosts"][0]["routes"]
        prefixes = [route["match"].get("prefix", "") for route in routes]
        found[listener["name"]] = [each.split("/")[2] for each in prefixes if "/mailbox/" in each]
    return found


def test_every_service_may_tell_every_reader_and_a_client_nobody() -> None:
    found = mailboxes(REST)
    assert found.pop("gateway") == []
    assert len(found) == len(FEATURES)
    assert all(set(each) == READING for each in found.values())


@pytest.mark.parametrize("transport", [each for each in TRANSPORTS if each != REST])
def test_where_a_broker_keeps_messages_there_are_no_mailboxes(transport: str) -> None:
    assert not any(mailboxes(transport).values())
