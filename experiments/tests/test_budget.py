"""The budget is read whole, or its fault is named."""

from pathlib import Path

import pytest

from experiments.budget import BUDGET_FILE, BudgetError, load_budget
from experiments.stacks.local.rollout import KEPT_CONNECTIONS
from experiments.topology import TOPOLOGIES

TEXT = BUDGET_FILE.read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in TEXT
    file = folder / "budget.toml"
    file.write_text(TEXT.replace(old, new), encoding="utf-8")
    return file


def test_the_budget_of_this_repository_is_whole() -> None:
    budget = load_budget()
    assert budget.timeouts.client_ms == 2000
    assert budget.restarts.limit_s == 8.0


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=lambda topology: topology.name)
def test_the_databases_of_an_arm_share_one_total(topology: object) -> None:
    total = load_budget().database
    servers = len(getattr(topology, "parts"))  # noqa: B009
    share = total.per_server(servers)
    assert share.shared_buffers_mb * servers == total.shared_buffers_mb
    assert share.connections * servers == total.connections


def test_a_server_has_a_connection_for_every_thread_that_asks() -> None:
    budget = load_budget()
    for topology in TOPOLOGIES.values():
        share = budget.database.per_server(len(topology.parts)).connections
        most = max(part.replicas for part in topology.parts) * budget.replica.pool
        assert share >= 2 * most or share - most >= 30


def test_a_deploy_of_an_arm_as_it_starts_has_its_connections() -> None:
    budget = load_budget()
    assert budget.replica.connections >= budget.replica.pool
    for topology in TOPOLOGIES.values():
        share = budget.database.per_server(len(topology.parts)).connections
        most = max(part.replicas for part in topology.parts)
        assert share >= 2 * most * budget.replica.connections + KEPT_CONNECTIONS


def test_the_most_replicas_of_a_part_have_their_connections_on_either_arm() -> None:
    budget = load_budget()
    for topology in TOPOLOGIES.values():
        share = budget.database.per_server(len(topology.parts)).connections
        assert share >= budget.replica.most * budget.replica.connections + KEPT_CONNECTIONS


def test_a_blocked_statement_ends_before_its_client_leaves() -> None:
    budget = load_budget()
    assert budget.database.lock_timeout_ms < budget.resilience.statement_ms
    assert budget.database.lock_timeout_ms < budget.timeouts.client_ms
    assert budget.timeouts.client_ms < budget.timeouts.gateway_ms


def test_a_feature_that_has_all_its_slots_leaves_some_and_connections_for_them() -> None:
    budget = load_budget()
    assert budget.replica.threads == budget.resilience.slots_of_one < budget.resilience.slots
    assert budget.resilience.calls_of_one < budget.resilience.slots_of_one
    assert budget.replica.pool >= budget.resilience.slots


def test_a_thread_is_free_to_refuse_who_finds_no_room_to_wait() -> None:
    budget = load_budget()
    busy = budget.resilience.slots + budget.resilience.waiting
    assert budget.replica.http_threads > busy


def test_who_is_refused_is_told_within_a_second() -> None:
    protections = load_budget().resilience
    assert protections.longest_wait_ms < 1000
    assert protections.statement_ms < 1000


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    file = changed(tmp_path, "pool = 10", "")
    with pytest.raises(BudgetError, match=r"missing key replica\.pool"):
        load_budget(file)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    file = changed(tmp_path, "[work]", "[play]")
    with pytest.raises(BudgetError, match="unknown key play"):
        load_budget(file)


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    file = changed(tmp_path, "pool = 10", "pool = 10\npoll = 9")
    with pytest.raises(BudgetError, match=r"unknown key replica\.poll"):
        load_budget(file)


def test_a_value_of_the_wrong_kind_is_named(tmp_path: Path) -> None:
    file = changed(tmp_path, "pool = 10", 'pool = "10"')
    with pytest.raises(BudgetError, match=r"replica\.pool must be of kind int"):
        load_budget(file)


def test_a_table_that_is_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "budget.toml"
    file.write_text("cores = 1\n" + TEXT.replace("[cores]", "[other]"), encoding="utf-8")
    with pytest.raises(BudgetError, match=r"unknown key other|cores must be a table"):
        load_budget(file)


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "budget.toml"
    file.write_text("[cores", encoding="utf-8")
    with pytest.raises(BudgetError, match=r"budget\.toml"):
        load_budget(file)
