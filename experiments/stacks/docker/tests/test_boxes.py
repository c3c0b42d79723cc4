"""What containers are told, and what is read from them."""

from pathlib import Path

import pytest

from experiments.artefacts.release import Artefact
from experiments.budget import load_budget
from experiments.stacks.docker.accounts import cpu_of, memory_of
from experiments.stacks.docker.arm import make_folders
from experiments.stacks.docker.draining import is_asked
from experiments.stacks.docker.kafka import broker_box, variables
from experiments.stacks.docker.network import Network
from experiments.stacks.docker.postgres import arguments, database_box, fill_command
from experiments.stacks.docker.record import read_record, write_record
from experiments.stacks.docker.replicas import replica_box
from experiments.stacks.local.fleet import Member
from experiments.stacks.local.passwords import Passwords
from experiments.topology import MONOLITH, SERVICES
from shared_domain.kernel.config import read_config
from shared_domain.kernel.seeing.config import SeeingConfig

BUDGET = load_budget()
ARTEFACT = Artefact("orders", "base", "0123456789abcdef" * 4, Path("/artefacts/orders"))
TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:4EF3 00000000:0000 0A 00000000:00000000 00:00000000 00000000 10001 0 1
   1: 640908AC:4EF3 0A0908AC:C350 {state} 00000000:00000000 00:00000000 00000000 10001 0 2
"""


def test_a_server_gets_its_share_of_the_database_budget() -> None:
    one, six = arguments(MONOLITH, BUDGET), arguments(SERVICES, BUDGET)
    assert f"shared_buffers={BUDGET.database.shared_buffers_mb}MB" in one
    assert f"shared_buffers={BUDGET.database.shared_buffers_mb // 6}MB" in six
    assert "listen_addresses=*" in one
    assert "fsync=on" in one
    assert not [word for word in one if "unix_socket" in word or "'" in word]


def test_a_server_looks_for_the_flag_of_a_full_disk_before_it_starts() -> None:
    box = database_box(MONOLITH, "monolith", "image", 20_120, BUDGET, Passwords(b""), Path("/arm"))
    assert box.entrypoint is not None
    assert "test ! -e /cleave/full || ulimit -S -f 0" in box.entrypoint[2]
    assert box.shares == {"/cleave": ("/arm", "ro")}
    assert fill_command(True)[-1] == "0"
    assert fill_command(False)[-1] == "unlimited"


def test_nobody_else_on_this_machine_reaches_what_containers_may_write(tmp_path: Path) -> None:
    arm = tmp_path / "services"
    make_folders(arm, SERVICES)
    assert arm.stat().st_mode & 0o077 == 0
    assert (arm / "switches").stat().st_mode & 0o777 == 0o777


def test_the_broker_is_known_by_its_name() -> None:
    told = variables(BUDGET.broker, 20_230, 20_231)
    assert told["KAFKA_ADVERTISED_LISTENERS"] == "PLAINTEXT://broker:20230"
    assert told["KAFKA_CONTROLLER_QUORUM_VOTERS"] == "1@localhost:20231"
    assert told["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert "127.0.0.1" not in " ".join(told.values())


def test_the_broker_has_the_memory_that_it_has_in_the_compose_files() -> None:
    assert broker_box("image", 1, 2, BUDGET).memory_mb == BUDGET.containers.broker_mb


def test_a_replica_is_told_who_it_is_and_shares_two_folders() -> None:
    part, member = SERVICES.part_of("orders"), Member("orders-2", 20_211)
    told = {"CLEAVE_PART": "orders", "CLEAVE_TRACE_PERCENT": "10"}
    box = replica_box(part, member, ARTEFACT, "image", BUDGET.replica, told, Path("/arm"))
    config = read_config(SeeingConfig, box.environment)
    assert config.spans == "/cleave/logs/spans-orders-2.jsonl"
    assert box.command[0] == "python"
    assert box.command[8:12] == ("--host", "0.0.0.0", "--port", "20211")
    assert {place: mode for place, (_, mode) in box.shares.items()} == {
        "/cleave/switches": "rw",
        "/cleave/logs": "rw",
    }


def test_an_address_follows_from_a_port_of_the_arm() -> None:
    network = Network("net", "10.213.0", 20_200)
    assert network.address_of(20_200) == "10.213.0.100"
    assert network.address_of(20_299) == "10.213.0.199"
    with pytest.raises(ValueError, match="port 20300 is none of this arm's"):
        network.address_of(20_300)


def test_a_replica_is_asked_while_a_connection_to_its_port_stands() -> None:
    assert is_asked(TABLE.format(state="01"), 20_211)
    assert not is_asked(TABLE.format(state="06"), 20_211)
    assert not is_asked(TABLE.format(state="01"), 20_212)
    assert not is_asked("", 20_211)


def test_usage_is_read_as_either_version_of_groups_tells_it() -> None:
    assert cpu_of({"cpu_stats": {"cpu_usage": {"total_usage": 1_500_000_000}}}) == 1.5
    assert cpu_of({}) == 0.0
    one = {"memory_stats": {"usage": 100, "stats": {"total_inactive_file": 30}}}
    two = {"memory_stats": {"usage": 100, "stats": {"inactive_file": 40}}}
    assert (memory_of(one), memory_of(two), memory_of({})) == (70, 60, 0)


def test_a_record_tells_the_ports_of_databases_and_nothing_else_is_one(tmp_path: Path) -> None:
    assert read_record(tmp_path) is None
    write_record(tmp_path, {"orders": 20_220})
    assert read_record(tmp_path) == {"orders": 20_220}
    (tmp_path / "containers.json").write_text("[]")
    assert read_record(tmp_path) is None
