"""Endpoint files are replaced as a whole."""

from pathlib import Path

from experiments.stacks.local.endpoints import ports_in, write_endpoints


def test_the_file_names_the_ports(tmp_path: Path) -> None:
    write_endpoints(tmp_path, "catalog", [20111, 20112], 1)
    assert ports_in(tmp_path, "catalog") == (20111, 20112)


def test_a_new_list_replaces_the_old_and_leaves_nothing_beside(tmp_path: Path) -> None:
    write_endpoints(tmp_path, "catalog", [20111], 1)
    write_endpoints(tmp_path, "catalog", [], 2)
    assert ports_in(tmp_path, "catalog") == ()
    assert [file.name for file in tmp_path.iterdir()] == ["catalog.json"]


def test_a_cluster_that_there_is_not_has_none(tmp_path: Path) -> None:
    assert ports_in(tmp_path, "moon") == ()
