"""The local stack from start to stop, with an arm small enough to start for each accident."""

import json
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import psutil
import psycopg
import pytest

from experiments.budget import load_budget
from experiments.stacks.local.passwords import open_passwords
from experiments.stacks.local.places import Places
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.protocol import Database, Gateway, Replica
from experiments.testing.toy_arm import private_places, toy_stack
from experiments.testing.toy_part import connect
from experiments.testing.waiting import wait_until

pytestmark = pytest.mark.real

direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def places() -> Iterator[Places]:
    with private_places() as places:
        yield places


@pytest.fixture(scope="module")
def arm() -> Iterator[LocalStack]:
    with private_places() as places, toy_stack(places) as stack:
        yield stack


def ask(stack: LocalStack, path: str) -> dict[str, Any]:
    with direct.open(stack.gateway_url + path, timeout=5) as answer:
        body: dict[str, Any] = json.load(answer)
        return body


def refusal(stack: LocalStack, path: str) -> urllib.error.HTTPError:
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(stack, path)
    return refused.value


def test_a_path_reaches_the_part_that_hosts_its_feature(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    assert ask(arm, "/products/p-0001")["replica"].startswith("front-")
    assert ask(arm, "/notifications")["replica"] == "back-1"


def test_replicas_share_the_load(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    replicas = {ask(arm, "/products")["replica"] for _ in range(40)}
    assert replicas == {"front-1", "front-2"}


@pytest.mark.parametrize("path", ["/", "/nothing", "/health/ready", "/products/a%2Fb"])
def test_a_path_of_no_operation_is_a_problem(arm: LocalStack, path: str) -> None:
    with refusal(arm, path) as refused:
        assert refused.code == 404
        assert refused.headers["content-type"] == "application/problem+json"
        problem = json.load(refused)
    assert problem["type"] == "urn:cleave:problem:not-found"
    assert (problem["status"], problem["title"]) == (404, "Not found")


def test_a_feature_without_a_replica_is_unavailable_and_the_others_are_not(
    arm: LocalStack,
) -> None:
    arm.wait_healthy(30)
    arm.kill(Replica("back", 1))
    with refusal(arm, "/notifications") as refused:
        assert refused.code == 503
        assert refused.headers["retry-after"] == "1"
        assert refused.headers["content-type"] == "application/problem+json"
        assert json.load(refused)["type"] == "urn:cleave:problem:unavailable"
    assert ask(arm, "/products")
    arm.wait_healthy(30)
    assert ask(arm, "/notifications")["replica"] == "back-1"


def test_one_of_two_replicas_killed_costs_no_read(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    arm.kill(Replica("front", 1))
    assert {ask(arm, "/products")["replica"] for _ in range(20)} == {"front-2"}
    arm.wait_healthy(30)
    wait_until(lambda: ask(arm, "/products")["replica"] == "front-1")


def test_a_killed_database_comes_back_with_what_was_committed(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    url = arm.audit_url("catalog").replace("auditor", "front", 1)
    front = passwords_of(arm)
    with connect(with_password(url, front)) as connection:
        connection.execute("INSERT INTO things VALUES (4711)")
    arm.kill(Database("front"))
    arm.wait_healthy(30)
    with connect(arm.audit_url("catalog")) as connection:
        found = connection.execute("SELECT count(*) FROM things WHERE thing_id = 4711").fetchone()
    assert found == (1,)


def test_a_killed_gateway_comes_back(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    arm.kill(Gateway())
    arm.wait_healthy(30)
    assert ask(arm, "/products")


def test_a_restart_is_healthy_when_it_returns(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    arm.restart(Replica("back", 1))
    wait_until(lambda: ask(arm, "/notifications")["replica"] == "back-1", within_s=2.0)


def test_usage_names_every_group(arm: LocalStack) -> None:
    usage = arm.usage()
    groups = {"front", "back", "front.database", "back.database", "gateway"}
    assert groups <= set(usage.groups) <= groups | {"other"}
    assert usage.cpu_seconds == pytest.approx(
        sum(group.cpu_seconds for group in usage.groups.values())
    )
    for name in groups:
        assert usage.groups[name].memory_bytes > 1 << 20


def test_the_auditor_reads_and_cannot_write(arm: LocalStack) -> None:
    arm.wait_healthy(30)
    with connect(arm.audit_url("catalog")) as connection:
        found = connection.execute("SELECT count(*) >= 10 FROM things").fetchone()
        assert found == (True,)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM things")
    with connect(arm.audit_url("catalog")) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM things")


def passwords_of(arm: LocalStack, part: str = "front") -> str:
    from experiments.stacks.local.places import open_places

    return open_passwords(open_places().cache).of(part, part)


def with_password(url: str, password: str) -> str:
    scheme, rest = url.split("://")
    login, where = rest.split("@")
    return f"{scheme}://{login.split(':')[0]}:{password}@{where}"


@pytest.mark.parametrize("role", ["front", "back", "auditor", "postgres"])
def test_the_credentials_of_one_part_open_no_other_database(arm: LocalStack, role: str) -> None:
    arm.wait_healthy(30)
    other = arm.audit_url("notifications")
    mine = with_password(other.replace("auditor", role, 1), passwords_of(arm))
    for database in ("back", "front", "postgres", "template1"):
        with pytest.raises(psycopg.OperationalError):
            connect(mine.rpartition("/")[0] + f"/{database}")


@pytest.mark.skipif(sys.platform != "linux", reason="macOS cannot pin")
def test_the_arm_runs_on_its_own_cores(arm: LocalStack) -> None:
    from experiments.stacks.local.cores import split_cores

    split = split_cores(load_budget().cores.lab)
    if not split.pinned:
        pytest.skip("this machine has one core")
    arm.wait_healthy(30)
    running = [psutil.Process(each.pid) for each in arm._client.statuses().values() if each.pid]
    assert running
    for process in running:
        assert set(process.cpu_affinity() or ()) == split.arm
