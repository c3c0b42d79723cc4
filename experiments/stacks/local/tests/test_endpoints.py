"""Endpoint files are replaced as a whole."""

import json
from pathlib import Path
from typing import Any

from experiments.stacks.local.endpoints import endpoint_file, read_endpoints, write_endpoints


def ports_in(file: Path) -> list[int]:
    resource: dict[str, Any] = json.loads(file.read_text())["resources"][0]
    found = resource["endpoints"][0]["lb_endpoints"]
    return [each["endpoint"]["address"]["socket_address"]["port_value"] for each in found]


def test_the_file_names_the_ports(tmp_path: Path) -> None:
    write_endpoints(tmp_path, "catalog", [20111, 20112], 1)
    assert ports_in(endpoint_file(tmp_path, "catalog")) == [20111, 20112]


def test_a_new_list_replaces_the_old_and_leaves_nothing_beside(tmp_path: Path) -> None:
    write_endpoints(tmp_path, "catalog", [20111], 1)
    write_endpoints(tmp_path, "catalog", [], 2)
    assert ports_in(endpoint_file(tmp_path, "catalog")) == []
    assert [file.name for file in tmp_path.iterdir()] == ["catalog.json"]


def test_what_was_written_is_read_and_what_is_not_there_is_nothing(tmp_path: Path) -> None:
    write_endpoints(tmp_path, "catalog", [20111, 20112], 1)
    write_endpoints(tmp_path, "orders", [], 1)
    assert read_endpoints(tmp_path, "catalog") == (20111, 20112)
    assert read_endpoints(tmp_path, "orders") == ()
    assert read_endpoints(tmp_path, "nosuch") == ()
